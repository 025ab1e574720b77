import t from 'tap'
import { callerOf, enrolledLearner, sharedApp, signUp } from '../../helper.ts'

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

t.test('what is about me is kept by no cache', async (t) => {
  const { call } = await enrolledLearner(app)
  for (const url of ['/v1/me', '/v1/me/enrollments', '/v1/me/progress?course=italian-from-english']) {
    const reply = await call('GET', url)
    t.equal(reply.statusCode, 200, url)
    t.equal(reply.headers['cache-control'], 'no-store', url)
  }
})
