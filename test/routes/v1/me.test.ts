import t from 'tap'
import { completeStudySession } from '../../../src/learning/completion.ts'
import { callerOf, enrolledLearner, sharedApp, signUp } from '../../helper.ts'
import { answerAll, startedSession } from '../../support/study.ts'

const app = await sharedApp()

t.test('I am who has signed in, and nobody else', async (t) => {
  const [ada, eve] = [await signUp(app, { timeZone: 'Asia/Tokyo' }), await signUp(app)]
  const reply = await ada.call('GET', '/v1/me')
  t.same(reply.json(), ada.user)
  t.equal(reply.json().timeZone, 'Asia/Tokyo')
  t.equal((await eve.call('GET', '/v1/me')).json().email, eve.email)
})

t.test('without a token, or with that of an account that is gone, I am nobody', async (t) => {
  t.equal((await callerOf(app)('GET', '/v1/me')).statusCode, 401)
  const { call, user } = await signUp(app)
  await app.db.deleteFrom('users').where('id', '=', user.id).execute()
  const reply = await call('GET', '/v1/me')
  t.equal(reply.statusCode, 401)
  t.equal(reply.headers['www-authenticate'], 'Bearer error="invalid_token"')
})

t.test('I change what is mine to change, part by part', async (t) => {
  const { call, user } = await signUp(app)
  const change = (body: object) => call('PATCH', '/v1/me', body)
  t.match(user, { avatarUrl: null, initials: 'A', dayStartHour: 0, interfaceLanguage: 'en', dailyGoal: 20 })
  t.same((await change({ displayName: 'Ada King  Lovelace' })).json(), {
    ...user,
    displayName: 'Ada King  Lovelace',
    initials: 'AL'
  })
  const rest = {
    timeZone: 'Pacific/Apia',
    avatarUrl: 'https://example.org/ada.png',
    dayStartHour: 6,
    interfaceLanguage: 'pt-BR',
    dailyGoal: 50
  }
  t.match((await change(rest)).json(), { ...rest, displayName: 'Ada King  Lovelace' })
  t.equal((await change({ avatarUrl: null })).json().avatarUrl, null)
  t.match((await call('GET', '/v1/me')).json(), { ...rest, avatarUrl: null })
})

t.test('what is not mine to change, or makes no sense, is refused and changes nothing', async (t) => {
  const { call, user } = await signUp(app)
  const refused: Record<string, unknown[]> = {
    id: [user.id],
    role: ['admin'],
    email: ['eve@example.org'],
    emailVerified: [true],
    xp: [1000],
    displayName: ['', '  ', null],
    timeZone: ['+02:00', 'Mars/Olympus'],
    avatarUrl: ['http://example.org/a.png', 'javascript:alert(1)', 'https://', ''],
    dayStartHour: [-1, 7, 1.5, '3'],
    interfaceLanguage: ['', 'english please', 'x', null],
    dailyGoal: [0, 1001, null]
  }
  for (const [field, values] of Object.entries(refused)) {
    for (const value of values) {
      const reply = await call('PATCH', '/v1/me', { dailyGoal: 30, [field]: value })
      t.equal(reply.statusCode, 400, `${field}: ${value}`)
      t.match(reply.json().errors, [{ pointer: `/body/${field}` }])
    }
  }
  t.equal((await call('PATCH', '/v1/me', {})).statusCode, 400)
  t.same((await call('GET', '/v1/me')).json(), user)
})

t.test('my day begins when I say', async (t) => {
  const { call, user } = await enrolledLearner(app)
  await call('PATCH', '/v1/me', { dayStartHour: 6 })
  const { session, exercises } = await startedSession(app.db, user.id)
  await answerAll(app.db, user.id, session.id, exercises)
  const night = Temporal.Instant.from('2026-03-02T05:59:00Z')
  t.equal((await completeStudySession(app.db, user.id, session.id, night)).day, '2026-03-01')
})

t.test('what is about me is kept by no cache', async (t) => {
  const { call } = await enrolledLearner(app)
  for (const url of ['/v1/me', '/v1/me/enrollments', '/v1/me/progress?course=italian-from-english']) {
    const reply = await call('GET', url)
    t.equal(reply.statusCode, 200, url)
    t.equal(reply.headers['cache-control'], 'no-store', url)
  }
})
