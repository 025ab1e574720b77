import { join } from 'node:path'
import t, { type Test } from 'tap'
import { callerOf, testApp } from '../helper.ts'
import { keptLog } from '../support/kept-log.ts'
import { root, run } from '../support/process.ts'
import { noRedis, startRedis } from '../support/redis.ts'
import { standInFor } from '../support/stand-in.ts'
import { until } from '../support/until.ts'

const login = { email: 'ada@example.org', password: 'wrong horse' }

async function appWith(t: Test, url: string) {
  const log = keptLog()
  const app = await testApp(t, { server: { logger: log.logger }, env: { REDIS_URL: url, LOG_LEVEL: 'info' } })
  const told = () => log.lines.flatMap(({ msg }) => (msg?.startsWith('Redis') ? [msg] : []))
  return { app, call: callerOf(app), log, told }
}

const AWAY = /^Redis does not answer \(.+\); trying again until it does$/

t.test('a server without one does not load its client', async (t) => {
  const cwd = t.testdir({
    'loaded.ts': `import { createRequire } from 'node:module'
      import { buildApp } from '${join(root, 'src/app.ts')}'
      const app = await buildApp()
      await app.ready()
      console.log(app.redis, Object.keys(createRequire(import.meta.url).cache).filter((file) => /ioredis/.test(file)))
      await app.close()`
  })
  const { databaseUrl } = await testApp(t)
  const { stdout } = await run(join(cwd, 'loaded.ts'), [], { DATABASE_URL: databaseUrl }, cwd)
  t.equal(stdout, 'undefined []\n')
})

t.test('a server whose Redis refuses starts, says so once, and closes at once', async (t) => {
  const { app, call, told } = await appWith(t, 'redis://127.0.0.1:1')
  for (let i = 0; i < 3; i++) t.equal((await call('POST', '/v1/auth/login', login)).statusCode, 503)
  t.equal((await call('GET', '/v1/courses')).statusCode, 200)
  await new Promise((resolve) => app.redis!.once('reconnecting', resolve))
  await new Promise((resolve) => app.redis!.once('reconnecting', resolve))
  t.match(told(), [AWAY])
  t.equal(told().length, 1)
  const start = performance.now()
  await app.close()
  t.ok(performance.now() - start < 1_000)
})

t.test(
  'one that wants another password is as good as none, and the password gets into no log',
  { skip: noRedis },
  async (t) => {
    const { url } = await startRedis(t)
    const { app, call, log, told } = await appWith(t, url.replace('//', '//parlance:hunter2@'))
    t.equal((await call('POST', '/v1/auth/login', login)).statusCode, 503)
    await new Promise((resolve) => app.redis!.once('reconnecting', resolve))
    t.match(told(), [/WRONGPASS/])
    t.notMatch(JSON.stringify(log.lines), /hunter2/)
  }
)

t.test('one that falls silent delays nobody for long', { skip: noRedis }, async (t) => {
  const standIn = await standInFor(t, (await startRedis(t)).url)
  const { call, told } = await appWith(t, standIn.url)
  t.equal((await call('POST', '/v1/auth/login', login)).statusCode, 401)

  standIn.presence = 'silent'
  const took = async () => {
    const start = performance.now()
    const replies = await Promise.all([call('POST', '/v1/auth/login', login), call('GET', '/v1/courses')])
    t.same(
      replies.map(({ statusCode }) => statusCode),
      [503, 200]
    )
    return performance.now() - start
  }
  t.ok((await took()) < 5_000)
  await until(async () => told().length > 0)
  t.ok((await took()) < 900, 'once that has been noticed, not at all')

  standIn.presence = 'there'
  standIn.cut()
  await until(async () => (await call('POST', '/v1/auth/login', login)).statusCode === 401)
  t.match(told(), [AWAY, 'Redis answers again'])
})
