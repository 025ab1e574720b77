import t from 'tap'
import { learnerTables } from '../../../src/accounts/export.ts'
import { callerOf, enrolledLearner, secondApp, signUp, testApp } from '../../helper.ts'
import { answerAll, startedSession } from '../../support/study.ts'
import { until } from '../../support/until.ts'
import { breaksRows } from '../../support/verified.ts'

// XP that no study session has earned.
breaksRows()
const app = await testApp(t)

/** Tables that have a user's rows which are not for them: what proves who they are, what others did, files on their way. */
const notExported = ['audit_log', 'email_tokens', 'import_chunks', 'registrations', 'revocations']

t.test('an export names every table that holds something of a learner’s', async (t) => {
  const { rows } = await app.pg.query(
    `select table_name from information_schema.columns where table_schema = 'public' and column_name = 'user_id'`
  )
  const exported = learnerTables.map(({ name }) => name)
  t.same(rows.map((row) => row.table_name).sort(), [...exported, ...notExported].sort())
})

t.test('a learner gets all that is theirs, nothing secret, and nothing of another’s', async (t) => {
  const [ada, grace] = [await enrolledLearner(app), await enrolledLearner(app)]
  for (const { user, call } of [ada, grace]) {
    const { session, exercises } = await startedSession(app.db, user.id)
    await answerAll(app.db, user.id, session.id, exercises)
    await call('POST', `/v1/study-sessions/${session.id}/complete`)
    await startedSession(app.db, user.id)
  }
  const reply = await ada.call('GET', '/v1/me/export')
  t.equal(reply.headers['content-type'], 'application/json')
  t.equal(reply.headers['cache-control'], 'no-store')
  const data = reply.json()
  t.match(data.user, { id: ada.user.id, email: ada.email, displayName: 'Ada' })
  t.equal(data.sessions.length, 1)
  t.equal(data.enrollments.length, 1)
  t.equal(data.studySessions.length, 2)
  t.ok(data.answers.length > 0 && data.answers.length < data.studyExercises.length)
  t.equal(data.xpEntries.length, 1)
  t.ok(data.itemProgress.length > 0)
  t.notMatch(reply.body, /\$2b\$|passwordHash|tokenHash|"key"/)
  t.notOk(reply.body.includes(grace.user.id) || reply.body.includes(grace.email))
})

t.test('an export of more rows than a page has each once', async (t) => {
  const { user, call } = await signUp(app)
  const entries = Array.from({ length: 1_203 }, (_, i) => ({
    user_id: user.id,
    source: `test:${i}`,
    amount: 1,
    day: '2026-03-01',
    time_zone: 'UTC',
    earned_at: '2026-03-01T12:00:00Z'
  }))
  await app.db.insertInto('xp_entries').values(entries).execute()
  const { xpEntries } = (await call('GET', '/v1/me/export')).json()
  t.equal(xpEntries.length, entries.length)
  t.equal(new Set(xpEntries.map(({ source }: { source: string }) => source)).size, entries.length)
})

t.test('a deleted account has gone, with all that was kept of it', async (t) => {
  const ada = await enrolledLearner(app)
  const { session, exercises } = await startedSession(app.db, ada.user.id)
  await answerAll(app.db, ada.user.id, session.id, exercises)
  await ada.call('POST', `/v1/study-sessions/${session.id}/complete`)
  const other = await secondApp(t, app)
  const remove = (currentPassword: string) => ada.call('DELETE', '/v1/me', { currentPassword })

  t.equal((await remove('wrong horse')).statusCode, 403)
  t.equal((await ada.call('DELETE', '/v1/me')).statusCode, 400)
  t.equal((await remove(ada.password)).statusCode, 204)
  t.equal((await remove(ada.password)).statusCode, 401)
  const elsewhere = callerOf(other, { authorization: `Bearer ${ada.accessToken}` })
  await until(async () => (await elsewhere('GET', '/v1/me/enrollments')).statusCode === 401, 5_000)

  for (const { name } of learnerTables) {
    const { rows } = await app.pg.query(`select 1 from ${name} where user_id = $1`, [ada.user.id])
    t.equal(rows.length, 0, name)
  }
  const { email, password } = ada
  t.equal((await callerOf(app)('POST', '/v1/auth/login', { email, password })).statusCode, 401)
  t.equal((await callerOf(app)('POST', '/v1/auth/refresh', { refreshToken: ada.refreshToken })).statusCode, 401)
  t.equal((await callerOf(app)('POST', '/v1/auth/register', { email, password, displayName: 'Ada' })).statusCode, 201)
})

t.test('of two deletions at once one is made, and neither fails', async (t) => {
  const { call, password: currentPassword } = await signUp(app)
  const replies = await Promise.all([1, 2].map(() => call('DELETE', '/v1/me', { currentPassword })))
  for (const { statusCode } of replies) t.ok([204, 401, 409].includes(statusCode), `${statusCode}`)
})
