import { cpSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import t from 'tap'
import { migrationNames } from '../../src/database/migrations-folder.ts'
import { ownDatabase } from '../support/database.ts'
import { root, run } from '../support/process.ts'

t.jobs = 3
const names = migrationNames()

/** The command on an empty database, of the checkout or of a copy that may get migrations of its own. */
async function commandOn(cwd: string, checkout = root) {
  const url = await ownDatabase({ empty: true })
  const command = join(checkout, 'src/commands/migrate.ts')
  const migrate = (...args: string[]) => run(command, args, { DATABASE_URL: url }, cwd)
  return { migrate, url }
}

t.test('without a database it says so and gives up', async (t) => {
  const migrate = join(root, 'src/commands/migrate.ts')
  const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x', LOG_LEVEL: 'warn' }
  const { code, stderr } = await run(migrate, [], env, t.testdir())
  t.equal(code, 1)
  t.match(stderr, /ECONNREFUSED/)
  t.match(stderr, /The database does not answer: see that it runs, and that DATABASE_URL is right\n$/)
})

t.test('status, up and down say what is, and what they did', async (t) => {
  const { migrate } = await commandOn(t.testdir())
  const [first, last] = [names[0]!, names.at(-1)!]
  t.match((await migrate('status')).stdout, new RegExp(`^pending +${first}\n`))
  t.match(await migrate('latest'), { code: 0, stdout: `Ran ${names.join(', ')}\n`, stderr: '' })
  t.match(await migrate('down'), { code: 0, stdout: `Undid ${last}\n` })
  const { stdout } = await migrate('status')
  t.match(stdout, new RegExp(`^done +${first}\n`))
  t.match(stdout, new RegExp(`pending +${last}\n$`))
})

t.test('two processes that migrate at once both end well, each migration run once', async (t) => {
  const { migrate } = await commandOn(t.testdir())
  const both = await Promise.all([migrate('latest'), migrate('latest')])
  t.match(both, [{ code: 0 }, { code: 0 }])
  t.same(both.map(({ stdout }) => stdout).sort(), ['Nothing to do\n', `Ran ${names.join(', ')}\n`])
})

t.test('a new migration is written with the next number; what fails or cannot be undone says so', async (t) => {
  const copy = t.testdir({ node_modules: t.fixture('symlink', join(root, 'node_modules')) })
  for (const part of ['src', 'plugins', 'migrations', 'package.json']) {
    cpSync(join(root, part), join(copy, part), { recursive: true })
  }
  const { migrate, url } = await commandOn(copy, copy)
  const name = `${String(names.length + 1).padStart(4, '0')}_add_streaks`
  t.match(await migrate('make', 'Add Streaks'), { code: 2, stderr: /Name the migration in lower case/ })
  t.match(await migrate('make', 'add_streaks'), { code: 0, stdout: `Wrote migrations/${name}.ts\n` })
  t.equal(readdirSync(join(copy, 'migrations')).sort().at(-1), `${name}.ts`)

  const write = (statements: string) =>
    writeFileSync(join(copy, 'migrations', `${name}.ts`), `export async function up({ schema }) { ${statements} }`)
  const make = `await schema.createTable('streaks').execute()`
  write(`${make}; await schema.dropTable('nothing').execute()`)
  t.match(await migrate('latest'), { code: 1, stderr: /table "nothing" does not exist/ })
  const client = new pg.Client(url)
  await client.connect()
  t.same((await client.query(`select to_regclass('streaks') as streaks`)).rows, [{ streaks: null }])
  await client.end()

  write(make)
  t.match(await migrate('latest'), { code: 0, stdout: new RegExp(`${name}\n$`) })
  t.match(await migrate('down'), { code: 1, stderr: new RegExp(`${name} cannot be undone: it exports no down`) })
})
