import { cpSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { connectForMaintenance } from '../../src/database/connect.ts'
import { migrationNames } from '../../src/database/migrations-folder.ts'
import { ownDatabase } from '../support/database.ts'
import { root, run } from '../support/process.ts'

t.jobs = 3
const names = migrationNames()

/** The command on an empty database. */
async function commandOn(cwd: string) {
  const url = await ownDatabase({ empty: true })
  const command = join(root, 'src/commands/migrate.ts')
  const migrate = (...args: string[]) => run(command, args, { DATABASE_URL: url }, cwd)
  return { migrate, url }
}

function maintained(t: Test, url: string) {
  const db = connectForMaintenance(url)
  t.teardown(() => db.destroy())
  return db
}

t.test('without a database it says so and gives up', async (t) => {
  const migrate = join(root, 'src/commands/migrate.ts')
  const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x', LOG_LEVEL: 'warn' }
  const { code, stderr } = await run(migrate, [], env, t.testdir())
  t.equal(code, 1)
  t.match(stderr, /ECONNREFUSED/)
  t.match(stderr, /The database does not answer: see that it runs, and that DATABASE_URL is right\n$/)
})

t.test(
  'up, down and status say what they did, and what is; two that migrate at once run each migration once',
  async (t) => {
    const { migrate } = await commandOn(t.testdir())
    const [first, last] = [names[0]!, names.at(-1)!]
    const both = await Promise.all([migrate('latest'), migrate('latest')])
    t.match(both, [
      { code: 0, stderr: '' },
      { code: 0, stderr: '' }
    ])
    t.same(both.map(({ stdout }) => stdout).sort(), ['Nothing to do\n', `Ran ${names.join(', ')}\n`])
    t.match(await migrate('down'), { code: 0, stdout: `Undid ${last}\n` })
    const { stdout } = await migrate('status')
    t.match(stdout, new RegExp(`^done +${first}\n`))
    t.match(stdout, new RegExp(`pending +${last}\n$`))
  }
)

t.test('what fails says why, and leaves nothing behind', async (t) => {
  const { migrate, url } = await commandOn(t.testdir())
  const db = maintained(t, url)
  await sql`create table users ()`.execute(db)
  t.match(await migrate('latest'), { code: 1, stderr: /relation "users" already exists/ })
  const { rows } =
    await sql`select relname from pg_class where relnamespace = 'public'::regnamespace and relname !~ 'kysely'`.execute(
      db
    )
  t.same(rows, [{ relname: 'users' }])
})

t.test(
  'a new migration is written with the next number, and run as a whole or not; one without down says so',
  async (t) => {
    const copy = t.testdir({ node_modules: t.fixture('symlink', join(root, 'node_modules')) })
    for (const part of ['src/commands', 'src/database', 'src/in-words.ts', 'migrations', 'package.json']) {
      cpSync(join(root, part), join(copy, part), { recursive: true })
    }
    const migrate = (...args: string[]) => run(join(copy, 'src/commands/migrate.ts'), args, {}, copy)
    const name = `${String(names.length + 1).padStart(4, '0')}_add_streaks`
    t.match(await migrate('make', 'Add Streaks'), { code: 2, stderr: /Name the migration in lower case/ })
    t.match(await migrate('make', 'add_streaks'), { code: 0, stdout: `Wrote migrations/${name}.ts\n` })
    t.equal(readdirSync(join(copy, 'migrations')).sort().at(-1), `${name}.ts`)

    const statements = `await schema.createTable('badges').execute(); await schema.dropTable('medals').execute()`
    writeFileSync(join(copy, 'migrations', `${name}.ts`), `export async function up({ schema }) { ${statements} }`)
    const { migrateToLatest, migrateDown } = await import(join(copy, 'src/database/migrate.ts'))
    const db = maintained(t, await ownDatabase())
    await t.rejects(migrateToLatest(db), { message: 'table "medals" does not exist' })
    t.same((await sql`select to_regclass('badges') as badges`.execute(db)).rows, [{ badges: null }])
    await sql`create table medals ()`.execute(db)
    t.same(await migrateToLatest(db), [name])
    await t.rejects(migrateDown(db), { message: `${name} cannot be undone: it exports no down` })
  }
)
