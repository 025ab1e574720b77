import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { type Change, createRevocations, findChanges } from '../../src/accounts/revocations.ts'
import type { AccessToken } from '../../src/accounts/tokens.ts'
import { pooledDatabase } from '../support/pooled-database.ts'

const start = Date.parse('2026-03-01T12:00:00Z')
const seconds = (count: number) => new Date(start + count * 1000).toISOString()
const ended = (sessionId: string, at = 0): Change => ({ userId: 'ada', sessionId, role: null, at: seconds(at) })
const token = (sid: string, iat = 0): AccessToken => ({
  sub: 'ada',
  sid,
  role: 'learner',
  iat: start / 1000 + iat,
  exp: start / 1000 + iat + 900
})

const { db } = await pooledDatabase(t)

/** A list of at most `maximum` entries on a clock that the test turns, in seconds from the start. */
function listOn(maximum?: number) {
  const clock = { now: 0 }
  return { clock, list: createRevocations(900, () => start + clock.now * 1000, maximum) }
}

t.test('a session that ended is known until no token of it can be good', async (t) => {
  const { list, clock } = listOn()
  list.learn([ended('first')])
  t.ok(list.isRevoked(token('first')))
  t.notOk(list.isRevoked(token('second')))
  clock.now = 900
  list.learn([ended('first', 0), ended('second', 900)])
  t.ok(list.isRevoked(token('first')))
  clock.now = 901
  list.learn([])
  t.notOk(list.isRevoked(token('first')), 'forgotten')
  t.ok(list.isRevoked(token('second')))
})

t.test('more than it holds costs bearers of older tokens a refresh, and never lets one through', async (t) => {
  const { list } = listOn(3)
  list.learn([1, 2, 3, 4, 5].map((at) => ended(`session ${at}`, at)))
  for (const at of [1, 2, 3, 4, 5]) t.ok(list.isRevoked(token(`session ${at}`, at - 1)), `session ${at}`)
  t.ok(list.isRevoked(token('a good one', 2 + 30)), 'signed before the last that was lost, as clocks may differ')
  t.notOk(list.isRevoked(token('a good one', 2 + 31)))
})

t.test('the role that was given last counts, whatever a token says', async (t) => {
  const { list, clock } = listOn()
  const given = (role: Change['role'], at: number): Change => ({
    userId: 'ada',
    sessionId: null,
    role,
    at: seconds(at)
  })
  t.equal(list.roleOf(token('any')), 'learner')
  list.learn([given('admin', 1), given('author', 2)])
  list.learn([given('admin', 1)])
  t.equal(list.roleOf(token('any')), 'author')
  clock.now = 901
  list.learn([])
  t.equal(list.roleOf(token('any')), 'learner', 'tokens say so themselves by now')
})

t.test('the database gives the latest changes, and one more than a list holds', async (t) => {
  const user_id = uuidv7()
  const at = (age: number) => new Date(Date.now() - age * 1000).toISOString()
  const rows = [1, 2, 3, 4, 5, 60].map((age) => ({ user_id, session_id: uuidv7(), revoked_at: at(age) }))
  await db.insertInto('revocations').values(rows).execute()
  const latest = rows.slice(0, 4).map((row) => row.session_id)
  const changes = await findChanges(db, 30, 3)
  t.same(
    changes.map(({ sessionId }) => sessionId),
    latest.toReversed(),
    'the oldest first'
  )
  const list = createRevocations(900, Date.now, 3)
  list.learn(changes)
  const iat = Math.floor(Date.now() / 1000) - 5
  for (const { session_id: sid } of rows)
    t.ok(list.isRevoked({ sub: user_id, sid, role: 'learner', iat, exp: iat + 900 }))
})
