import { sql } from 'kysely'
import t from 'tap'
import { tidyUp } from '../../src/accounts/housekeeping.ts'
import { postgresStore } from '../../src/throttles/postgres.ts'
import { createThrottles } from '../../src/throttles/throttles.ts'
import { pooledDatabase } from '../support/pooled-database.ts'

const { db } = await pooledDatabase(t)
const throttles = createThrottles(postgresStore(db), 'a secret that is long enough for a test')
const rows = () => db.selectFrom('throttles').selectAll().execute()

t.test('who is counted cannot be read from the table, nor be found by hashing what might be in it', async (t) => {
  const email = 'ada@example.org'
  const buckets = [
    { name: 'account', id: email, limit: 10 },
    { name: 'address', id: '192.0.2.1', limit: 10 }
  ]
  await throttles.take(buckets, 900)
  const stored = await rows()
  t.equal(stored.length, 2)
  for (const { key } of stored) {
    t.equal(key.length, 32)
    t.notMatch(key.toString('latin1'), /ada|192/)
  }
  const elsewhere = createThrottles(postgresStore(db), 'another secret that is long enough for it')
  await elsewhere.take(buckets, 900)
  t.equal((await rows()).length, 4, 'another secret gives other keys')
})

t.test('one id under two names is counted apart', async (t) => {
  const ada = { id: 'ada@example.org', limit: 1 }
  t.ok((await throttles.take([{ ...ada, name: 'mail' }], 3600)).counted)
  t.ok((await throttles.take([{ ...ada, name: 'confirmation' }], 900)).counted)
  t.notOk((await throttles.take([{ ...ada, name: 'mail' }], 3600)).counted)
})

t.test('a window that has passed begins anew, whether or not it was deleted', async (t) => {
  const bucket = { name: 'account', id: 'grace@example.org', limit: 1 }
  t.ok((await throttles.take([bucket], 900)).counted)
  t.notOk((await throttles.take([bucket], 900)).counted)
  await db.updateTable('throttles').set({ resets_at: sql`now() - interval '1 hour'` }).execute()
  t.ok((await throttles.take([bucket], 900)).counted)
  t.notOk((await throttles.take([bucket], 900)).counted)
  await db.updateTable('throttles').set({ resets_at: sql`now() - interval '1 hour'` }).execute()
  t.ok((await tidyUp(db)) > 0)
  t.ok((await throttles.take([bucket], 900)).counted)
})
