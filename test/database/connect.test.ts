import { sql } from 'kysely'
import t from 'tap'
import { connectForMaintenance } from '../../src/database/connect.ts'
import { pooledDatabase } from '../support/pooled-database.ts'

t.test('a connection that is lost while idle ends no process, and the next query has another', async (t) => {
  const { db: other, url } = await pooledDatabase(t)
  const db = connectForMaintenance(url)
  t.teardown(() => db.destroy())
  const backend = sql<{ pid: number }>`select pg_backend_pid() as pid`
  const [lost] = (await backend.execute(db)).rows
  await sql`select pg_terminate_backend(${lost!.pid}, 5000)`.execute(other)
  const query = () => backend.execute(db).then(({ rows }) => rows[0]!.pid)
  // The first may still find the connection that was lost.
  t.not(await query().catch(query), lost!.pid)
})
