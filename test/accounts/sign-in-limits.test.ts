import type { FastifyInstance } from 'fastify'
import fastify from 'fastify'
import t from 'tap'
import { attemptSignIn, knownDeviceBuckets, signInBuckets } from '../../src/accounts/sign-in-limits.ts'
import { Unauthorized } from '../../src/accounts/tokens.ts'
import { Unavailable } from '../../src/http/problem.ts'
import { keptLog } from '../support/kept-log.ts'

t.test('a sign-in is counted by its account, its address, and both', async (t) => {
  t.same(signInBuckets('Ada@Example.org', '192.0.2.1'), [
    { name: 'account', id: 'ada@example.org', limit: 10 },
    { name: 'address', id: '192.0.2.1', limit: 100 },
    { name: 'account and address', id: 'ada@example.org 192.0.2.1', limit: 5 }
  ])
})

t.test('an address of IPv6 counts as its network, unless it is one of IPv4', async (t) => {
  const networkOf = (address: string) => signInBuckets('ada@example.org', address)[1]!.id
  t.equal(networkOf('2001:db8:0:1:ffff::3'), networkOf('2001:DB8:0:1::1'))
  t.not(networkOf('2001:db8:0:2::1'), networkOf('2001:db8:0:1::1'))
  t.equal(networkOf('::ffff:192.0.2.1'), '192.0.2.1')
  t.equal(networkOf('fe80::1%eth0'), networkOf('fe80::2'))
})

t.test('devices that are known are counted by themselves alone, all of a user together', async (t) => {
  t.same(knownDeviceBuckets('ada'), [{ name: 'known devices', id: 'ada', limit: 10 }])
})

/** An app whose throttles count, or make everybody wait, and what became of its attempts. */
function appThat(wait: number, giveBack: () => Promise<void> = async () => {}) {
  const log = keptLog()
  const app = fastify({ logger: log.logger })
  let outstanding = 0
  const take = async () => {
    if (wait) return { counted: false, wait }
    outstanding++
    return { counted: true, giveBack: () => giveBack().then(() => outstanding--) }
  }
  Object.assign(app, { throttles: { take }, config: { SIGN_IN_WINDOW_SECONDS: 900 } })
  return { app: app as FastifyInstance, log, outstanding: () => outstanding }
}

t.test('a right password is given back, a wrong one is not', async (t) => {
  const { app, outstanding } = appThat(0)
  t.equal(await attemptSignIn(app, [], async () => 'the account'), 'the account')
  t.equal(outstanding(), 0)
  for (const nothing of [undefined, false]) t.equal(await attemptSignIn(app, [], async () => nothing), nothing)
  t.equal(outstanding(), 2)
})

t.test('what the server had no room to check is given back, any other failure is not', async (t) => {
  const { app, outstanding } = appThat(0)
  const failing = (error: Error) => attemptSignIn(app, [], () => Promise.reject(error))
  await t.rejects(failing(new Unavailable('Too many')), { name: 'Unavailable' })
  t.equal(outstanding(), 0)
  await t.rejects(failing(new Unauthorized('It is wrong')), { name: 'Unauthorized' })
  t.equal(outstanding(), 1)
})

t.test('where there is no room nothing is checked', async (t) => {
  const { app } = appThat(42)
  await t.rejects(
    attemptSignIn(app, [], async () => t.fail('it was checked')),
    { name: 'TooManySignIns', statusCode: 429, headers: { 'retry-after': '42' }, message: /try again in 42 s$/ }
  )
})

t.test('who has signed in is not told that it could not be given back', async (t) => {
  const { app, log } = appThat(0, () => Promise.reject(new Error('gone')))
  t.ok(await attemptSignIn(app, [], async () => true))
  t.match(log.lines, [{ level: 40, err: { message: 'gone' } }])
})
