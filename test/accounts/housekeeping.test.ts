import t from 'tap'
import { issueEmailToken } from '../../src/accounts/email-tokens.ts'
import { tidyUp } from '../../src/accounts/housekeeping.ts'
import { refreshTokens } from '../../src/accounts/refresh-tokens.ts'
import { keepRegistration } from '../../src/accounts/registrations.ts'
import { openSession } from '../../src/accounts/sessions.ts'
import { createUser } from '../../src/accounts/users.ts'
import { pooledDatabase } from '../support/pooled-database.ts'

const { db } = await pooledDatabase(t)
const tokens = refreshTokens('the secret that this test seals its tokens with')
const now = Temporal.Now.instant()
const longAgo = now.subtract({ hours: 24 * 33 })

t.test('what nobody can use any more is deleted, and nothing else', async (t) => {
  const { id: userId } = await createUser(db, { email: 'ada@example.org', displayName: 'Ada' }, 'the hash')
  const signIn = { userId, passwordHash: 'the hash', device: 'a test' }
  for (const at of [longAgo, now]) {
    await openSession(db, tokens, signIn, at)
    await issueEmailToken(db, userId, 'reset', 'ada@example.org', at)
    await keepRegistration(db, { email: 'grace@example.org', displayName: 'Grace' }, 'the hash', at)
  }
  const many = Array.from({ length: 1_500 }, () => ({
    user_id: userId,
    session_id: crypto.randomUUID(),
    revoked_at: longAgo.toString()
  }))
  await db.insertInto('revocations').values(many).execute()

  t.equal(await tidyUp(db), 3 + many.length)
  for (const [table, left] of [
    ['sessions', 1],
    ['email_tokens', 1],
    ['registrations', 1],
    ['revocations', 0]
  ] as const) {
    t.equal((await db.selectFrom(table).select('user_id').execute()).length, left, table)
  }
  t.equal(await tidyUp(db), 0)
})
