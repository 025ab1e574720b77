import { join } from 'node:path'
import t from 'tap'
import { forgetfulLearner } from '../support/forgetful-learner.ts'
import { pooledDatabase } from '../support/pooled-database.ts'
import { root, run } from '../support/process.ts'

const { db, url } = await pooledDatabase(t, { own: true })
const cwd = t.testdir()
const command = (name: string) => run(join(root, `src/commands/${name}.ts`), [], { DATABASE_URL: url }, cwd)

t.test('reviews:rebuild tells what it made anew, reviews:optimise of whom it fitted parameters', async (t) => {
  const id = await forgetfulLearner(db, 70, 6)
  const rebuilt = await command('reviews-rebuild')
  t.match(rebuilt, { code: 0, stderr: '' })
  const lines = rebuilt.stdout.trim().split('\n')
  t.match(lines[0], new RegExp(`^learner ${id}, item \\S+ toTarget: was not there, is now due 2026-\\S+, stability `))
  t.same(lines.slice(70), ['70 cards were made anew'])

  const { code, stdout } = await command('reviews-optimise')
  t.equal(code, 0)
  t.match(stdout, new RegExp(`^learner ${id}: 420 reviews, log loss .*, kept\n1 learners with 400 reviews or more\n$`))
})
