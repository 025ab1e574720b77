import { sql } from 'kysely'
import t from 'tap'
import { pooledDatabase } from '../support/pooled-database.ts'

const { db } = await pooledDatabase(t)

t.test('numbers arrive as numbers, however wide PostgreSQL makes them', async (t) => {
  const { rows } = await sql`
    select count(*) as count, sum(n) as sum, avg(n) as average, 9007199254740991::int8 as widest, null::int8 as none
    from (values (1), (2)) as list (n)`.execute(db)
  t.same(rows, [{ count: 2, sum: 3, average: 1.5, widest: Number.MAX_SAFE_INTEGER, none: null }])
})

t.test('a day arrives as it is written, in every zone', async (t) => {
  const { TZ } = process.env
  t.teardown(() => {
    process.env.TZ = TZ
    if (TZ === undefined) delete process.env.TZ
  })
  for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC']) {
    process.env.TZ = zone
    const { rows } = await sql`select '2026-03-29'::date as day, null::date as none`.execute(db)
    t.same(rows, [{ day: '2026-03-29', none: null }], zone)
  }
})

t.test('an instant arrives in UTC, whatever zone the connection is in', async (t) => {
  for (const zone of ['UTC', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Kiritimati', '-11']) {
    const rows = await db.connection().execute(async (one) => {
      await sql`select set_config('timezone', ${zone}, false)`.execute(one)
      const result = await sql`
        select '2026-03-29 00:59:59.123456+00'::timestamptz as instant, null::timestamptz as none`.execute(one)
      await sql`reset timezone`.execute(one)
      return result.rows
    })
    t.same(rows, [{ instant: '2026-03-29T00:59:59.123Z', none: null }], zone)
  }
})
