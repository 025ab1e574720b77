import t from 'tap'
import { refreshTokens } from '../../src/accounts/refresh-tokens.ts'
import { endSession, endSessions, listSessions, openSession, refreshSession } from '../../src/accounts/sessions.ts'
import { createUser } from '../../src/accounts/users.ts'
import { pooledDatabase } from '../support/pooled-database.ts'

const { db } = await pooledDatabase(t)
const tokens = refreshTokens('the secret that this test seals its tokens with')
const start = Temporal.Instant.from('2026-03-01T12:00:00Z')
const after = (duration: Temporal.DurationLike) => start.add(duration)

let users = 0
const newUser = () => createUser(db, { email: `ada${++users}@example.org`, displayName: 'Ada' }, 'the hash')

/** A user, signed in at the start. */
async function signedIn() {
  const { id: userId } = await newUser()
  const signIn = { userId, passwordHash: 'the hash', device: 'a test' }
  const { text, sessionId } = (await openSession(db, tokens, signIn, start))!
  return { userId, sessionId, text, signIn }
}

/** What a refresh gives: the successor's text, `theft` or `refused`. */
async function refresh(text: string, at: Temporal.Instant): Promise<string> {
  const refreshed = await refreshSession(db, tokens, text, at).catch((error) => {
    t.equal(error.name, 'Unauthorized')
    return 'refused' as const
  })
  if (refreshed === 'refused') return refreshed
  if (!('theft' in refreshed)) return refreshed.token.text
  const { userId, sessionId } = refreshed.theft
  await endSession(db, userId, sessionId, at)
  return 'theft'
}

t.test('every refresh gives another token, and the last one is good', async (t) => {
  const { text, userId, sessionId } = await signedIn()
  const seen = new Set([text])
  let current = text
  for (let minute = 1; minute <= 5; minute++) {
    current = await refresh(current, after({ minutes: minute }))
    seen.add(current)
  }
  t.equal(seen.size, 6)
  const [session] = await listSessions(db, userId, after({ minutes: 5 }), undefined, 10)
  t.match(session, { id: sessionId, device: 'a test', lastSeenAt: '2026-03-01T12:05:00.000Z' })
})

t.test('twenty at once with one token get one successor, and nobody is signed out', async (t) => {
  const { text } = await signedIn()
  const replies = await Promise.all(Array.from({ length: 20 }, () => refresh(text, after({ minutes: 1 }))))
  t.equal(new Set(replies).size, 1)
  t.match(replies[0], /^[\w-]{107}$/)
  t.match(await refresh(replies[0]!, after({ minutes: 2 })), /^[\w-]{107}$/)
})

t.test('the token before is good for ten seconds more, then it is theft and the session ends', async (t) => {
  const early = await signedIn()
  const next = await refresh(early.text, after({ minutes: 1 }))
  t.equal(await refresh(early.text, after({ minutes: 1, seconds: 10 })), next)

  const late = await signedIn()
  const current = await refresh(late.text, after({ minutes: 1 }))
  t.equal(await refresh(late.text, after({ minutes: 1, seconds: 11 })), 'theft')
  t.equal(await refresh(current, after({ minutes: 2 })), 'refused')
  t.equal(await refresh(late.text, after({ minutes: 2 })), 'refused')
  t.same(await listSessions(db, late.userId, after({ minutes: 2 }), undefined, 10), [])
})

t.test('a token older than the one before is theft at once', async (t) => {
  const { text } = await signedIn()
  const second = await refresh(text, after({ seconds: 1 }))
  const third = await refresh(second, after({ seconds: 2 }))
  t.equal(await refresh(text, after({ seconds: 3 })), 'theft')
  t.equal(await refresh(third, after({ seconds: 4 })), 'refused')
})

t.test('a session that is not used for thirty days has ended, and so has one of 180 days', async (t) => {
  const idle = await signedIn()
  t.equal(await refresh(idle.text, after({ hours: 30 * 24 })), 'refused')

  const { text } = await signedIn()
  let current = text
  for (let day = 29; day <= 179; day += 15) current = await refresh(current, after({ hours: day * 24 }))
  t.match(current, /^[\w-]{107}$/)
  t.equal(await refresh(current, after({ hours: 180 * 24 })), 'refused')
})

t.test('a refresh that races the end of its session leaves no live token', async (t) => {
  for (let round = 0; round < 10; round++) {
    const { userId, sessionId, text } = await signedIn()
    const [next] = await Promise.all([
      refresh(text, after({ minutes: 1 })),
      endSession(db, userId, sessionId, after({ minutes: 1 }))
    ])
    if (next !== 'refused') t.equal(await refresh(next, after({ minutes: 1 })), 'refused')
    t.equal(await refresh(text, after({ minutes: 1 })), 'refused')
  }
})

t.test('nobody signs in to an account that has just been disabled, or with a password of before', async (t) => {
  const { userId, signIn } = await signedIn()
  t.equal(await openSession(db, tokens, { ...signIn, passwordHash: 'another hash' }, start), undefined)
  // Signing in at the same moment waits for the other, and then sees it.
  const signingIn = await db.transaction().execute(async (trx) => {
    await trx.updateTable('users').set({ disabled_at: start.toString() }).where('id', '=', userId).execute()
    return { waiting: openSession(db, tokens, signIn, start) }
  })
  t.equal(await signingIn.waiting, undefined)
})

t.test('sessions end one by one, all, or all but one, and each leaves word of it', async (t) => {
  const { userId, sessionId, signIn } = await signedIn()
  const others = await Promise.all([1, 2, 3].map(() => openSession(db, tokens, signIn, start)))
  t.equal(await endSession(db, userId, others[0]!.sessionId, start), true)
  t.equal(await endSession(db, userId, others[0]!.sessionId, start), false, 'which has ended')
  t.equal(await endSession(db, (await newUser()).id, sessionId, start), false, "which is another's")
  t.equal(await endSessions(db, userId, start, sessionId), 2)
  t.same(
    (await listSessions(db, userId, start, undefined, 10)).map(({ id }) => id),
    [sessionId]
  )
  t.equal(await endSessions(db, userId, start), 1)
  const left = await db.selectFrom('revocations').select('session_id').where('user_id', '=', userId).execute()
  t.same(left.map((row) => row.session_id).sort(), [sessionId, ...others.map((token) => token!.sessionId)].sort())
})

t.test('who signs in for the hundred-and-first time is signed out where they have been longest', async (t) => {
  const { userId, sessionId, signIn } = await signedIn()
  for (let time = 0; time < 100; time++) await openSession(db, tokens, signIn, start)
  const open = await listSessions(db, userId, start, undefined, 200)
  t.equal(open.length, 100)
  t.notOk(open.some(({ id }) => id === sessionId))
})

t.test('a session that was not used for longer than tokens live ends without a word to anybody', async (t) => {
  const { userId, sessionId } = await signedIn()
  t.ok(await endSession(db, userId, sessionId, after({ hours: 26 })))
  t.same(await db.selectFrom('revocations').select('session_id').where('user_id', '=', userId).execute(), [])
})

t.test('only the hash of a token is stored', async (t) => {
  const { text, userId } = await signedIn()
  const row = await db.selectFrom('sessions').selectAll().where('user_id', '=', userId).executeTakeFirstOrThrow()
  t.equal(row.token_hash.length, 32)
  t.notOk(row.token_hash.equals(Buffer.from(text, 'base64url').subarray(0, 32)))
  t.notOk(JSON.stringify(row).includes(text))
})
