import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import t, { type Test } from 'tap'
import { postgresStore } from '../../src/throttles/postgres.ts'
import { redisStore } from '../../src/throttles/redis.ts'
import type { Attempt, ThrottleStore } from '../../src/throttles/throttles.ts'
import { pooledDatabase } from '../support/pooled-database.ts'
import { noRedis, startRedis } from '../support/redis.ts'
import { until } from '../support/until.ts'

const LONG = 900

/** Two instances' ways to one store. */
const stores: Record<string, { skip: string | false; open(t: Test): Promise<[ThrottleStore, ThrottleStore]> }> = {
  PostgreSQL: {
    skip: false,
    open: async (t) => {
      const { db } = await pooledDatabase(t, { max: 8 })
      return [postgresStore(db), postgresStore(db)]
    }
  },
  Redis: {
    skip: noRedis,
    open: async (t) => {
      const { url } = await startRedis(t)
      const clients = [new Redis(url), new Redis(url)] as const
      t.teardown(() => clients.map((client) => client.disconnect()))
      return [redisStore(clients[0]), redisStore(clients[1])]
    }
  }
}

const newKey = () => randomBytes(32)
const counted = (attempts: Attempt[]) => attempts.filter((attempt) => attempt.counted).length
const times = <Result>(count: number, run: (index: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)))

for (const [name, { skip, open }] of Object.entries(stores)) {
  t.test(`attempts in ${name}`, { skip }, async (t) => {
    const [store, other] = await open(t)

    t.test('are counted up to the limit, then told how long to wait', async (t) => {
      const key = newKey()
      for (let i = 0; i < 3; i++) t.match(await store([key], [3], LONG), { counted: true })
      const refused = await other([key], [3], LONG)
      t.match(refused, { counted: false })
      const { wait } = refused as { wait: number }
      t.ok(wait > LONG - 60 && wait <= LONG, `${wait} s`)
      t.ok(Number.isInteger(wait))
    })

    t.test('that one bucket refuses count in none', async (t) => {
      const [narrow, wide] = [newKey(), newKey()]
      t.equal(counted(await times(20, () => store([narrow, wide], [5, 10], LONG))), 5)
      t.equal(counted(await times(20, () => store([newKey(), wide], [5, 10], LONG))), 5, 'five were left')
    })

    t.test('at once, over two instances and in crossing orders, are counted exactly', async (t) => {
      const [a, b] = [newKey(), newKey()]
      const orders = [
        [a, b],
        [b, a]
      ]
      const attempts = await times(100, (i) => (i % 2 ? store : other)(orders[i % 3 ? 0 : 1]!, [10, 10], LONG))
      t.equal(counted(attempts), 10)
      for (const attempt of attempts) t.ok(attempt.counted || attempt.wait > 0)
    })

    t.test('may be made again when the window has passed, which nothing prolongs', async (t) => {
      const key = newKey()
      const began = performance.now()
      await until(async () => !(await store([key], [1], 1)).counted)
      let refusals = 0
      await until(async () => {
        const attempt = await store([key], [1], 1)
        if (!attempt.counted) refusals++
        return attempt.counted
      })
      t.ok(refusals > 0)
      t.ok(performance.now() - began > 900)
    })

    t.test('are given back to the window that they came from', async (t) => {
      const keys = [newKey(), newKey()]
      for (let i = 0; i < 20; i++) {
        const attempt = await store(keys, [1, 2], LONG)
        if (!attempt.counted) return t.fail('it was given back')
        t.match(await other(keys, [1, 2], LONG), { counted: false })
        await attempt.giveBack()
      }
      const late = await store([keys[0]!], [1], LONG)
      t.ok(late.counted)

      const short = newKey()
      const before = await store([short], [2], 1)
      if (!before.counted) return t.fail('it is the first')
      await until(async () => !(await store([short], [2], 1)).counted)
      await until(async () => (await store([short], [2], LONG)).counted)
      await before.giveBack()
      t.ok((await store([short], [2], LONG)).counted)
      t.notOk((await store([short], [2], LONG)).counted, 'the window that came after has no more room for it')
    })

    t.test('and what is given back at the same time never wait for each other', async (t) => {
      const keys = [newKey(), newKey(), newKey()]
      const shuffled = (i: number) => [...keys.slice(i % 3), ...keys.slice(0, i % 3)]
      const attempts = await times(150, async (i) => {
        const attempt = await (i % 2 ? store : other)(shuffled(i), [1000, 1000, 1000], LONG)
        if (attempt.counted) await attempt.giveBack()
        return attempt
      })
      t.equal(counted(attempts), 150)
      t.equal(
        counted(await times(20, () => store(keys, [9, 9, 9], LONG))),
        20,
        'a window keeps the limit it began with'
      )
    })
  })
}
