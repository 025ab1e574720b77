import { type Kysely, sql } from 'kysely'
import t, { type Test } from 'tap'
import { connectForMaintenance } from '../../src/database/connect.ts'
import { migrateDown, migrateToLatest, pendingMigrations } from '../../src/database/migrate.ts'
import { migrationNames } from '../../src/database/migrations-folder.ts'
import { ownDatabase } from '../support/database.ts'

/** An empty database, and so many connections to it as separate processes would have. */
async function emptyDatabase<Count extends number>(t: Test, connections: Count) {
  const url = await ownDatabase({ empty: true })
  const all = Array.from({ length: connections }, () => connectForMaintenance<unknown>(url))
  t.teardown(async () => {
    for (const db of all) await db.destroy()
  })
  return all
}

/** Every column, index and constraint, but for Kysely's own. */
async function schemaOf(db: Kysely<unknown>): Promise<unknown[]> {
  const { rows } = await sql`
    select table_name as of, concat_ws(' ', column_name, data_type, udt_name, is_nullable, column_default) as what
    from information_schema.columns where table_schema = 'public'
    union all
    select tablename, indexdef from pg_indexes where schemaname = 'public'
    union all
    select conrelid::regclass::text, concat_ws(' ', conname, pg_get_constraintdef(oid))
    from pg_constraint where connamespace = 'public'::regnamespace
    union all
    select relname, relkind::text from pg_class where relnamespace = 'public'::regnamespace
    union all
    select proname, pg_get_function_identity_arguments(oid) from pg_proc where pronamespace = 'public'::regnamespace
    order by 1, 2`.execute(db)
  return (rows as { of: string }[]).filter(({ of }) => !of.startsWith('kysely_'))
}

t.test('migrations are numbered without gaps, in the order of their names, and each can be undone', async (t) => {
  for (const [index, name] of migrationNames().entries()) {
    t.match(name, new RegExp(`^${String(index + 1).padStart(4, '0')}_[a-z0-9_]+$`))
    const { up, down } = await import(`../../migrations/${name}.ts`)
    t.type(up, 'function', `${name} can be run`)
    t.type(down, 'function', `${name} can be undone`)
  }
})

t.test('all of them run, are undone one by one to nothing, and run again to the same schema', async (t) => {
  const [db] = await emptyDatabase(t, 1)
  const names = migrationNames()
  t.same(await pendingMigrations(db!), names)
  t.same(await migrateToLatest(db!), names)
  t.same(await pendingMigrations(db!), [])
  t.same(await migrateToLatest(db!), [], 'there is nothing left to do')
  const schema = await schemaOf(db!)
  t.ok(schema.length > 50)

  for (const name of names.toReversed()) t.same(await migrateDown(db!), [name])
  t.same(await schemaOf(db!), [], 'nothing is left behind')
  t.same(await migrateDown(db!), [])
  t.same(await pendingMigrations(db!), names)

  t.same(await migrateToLatest(db!), names)
  t.same(await schemaOf(db!), schema)
})

t.test(
  'of several that migrate at once each migration is run by one; one of a newer version is not pending',
  async (t) => {
    const all = await emptyDatabase(t, 4)
    const ran = await Promise.all(all.map((db) => migrateToLatest(db)))
    t.same(ran.flat(), migrationNames())
    t.same(await pendingMigrations(all[0]!), [])
    await sql`insert into kysely_migration values ('9999_of_the_future', '2099-01-01')`.execute(all[0]!)
    t.same(await pendingMigrations(all[0]!), [])
  }
)
