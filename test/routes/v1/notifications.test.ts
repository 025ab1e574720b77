import t from 'tap'
import { notify } from '../../../src/notifications/notifications.ts'
import { signUp, testApp } from '../../helper.ts'

const app = await testApp(t)

const noon = Temporal.Instant.from('2026-03-01T12:00:00Z')
const session = '0199f0a4-7b1c-7d3e-8a5f-0c2d4e6f8a1b'

/** A learner who has been told of so many answers. */
async function toldLearner(count: number) {
  const learner = await signUp(app)
  for (let exercise = 1; exercise <= count; exercise++) {
    const data = { course: 'italian-from-english', session, exercise, answer: 'ciao', xp: 1 }
    await notify(app.db, learner.user.id, { kind: 'answer-accepted', data }, noon)
  }
  return learner
}

t.test('notifications come page by page, the latest first, with how many are unread', async (t) => {
  const { call } = await toldLearner(3)
  const page = async (query = '') => (await call('GET', `/v1/me/notifications?limit=2${query}`)).json()
  const first = await page()
  const second = await page(`&cursor=${first.nextCursor}`)
  t.same(
    [first, second].map(({ unread }) => unread),
    [3, 3]
  )
  t.equal(second.nextCursor, null)
  const all = [...first.items, ...second.items]
  t.same(
    all.map(({ data }) => data.exercise),
    [3, 2, 1]
  )
  t.match(all[0], { kind: 'answer-accepted', createdAt: '2026-03-01T12:00:00.000Z', readAt: null })
  const { call: nobody } = await toldLearner(0)
  t.same((await nobody('GET', '/v1/me/notifications')).json(), { items: [], nextCursor: null, unread: 0 })
})

t.test('one is marked as read, once, by whose it is', async (t) => {
  const [{ call }, eve] = [await toldLearner(2), await toldLearner(1)]
  const [{ id }] = (await call('GET', '/v1/me/notifications')).json().items
  t.equal((await eve.call('PUT', `/v1/me/notifications/${id}/read`)).statusCode, 404)
  t.equal((await call('PUT', `/v1/me/notifications/${session}/read`)).statusCode, 404)
  t.equal((await call('PUT', `/v1/me/notifications/${id}/read`)).statusCode, 204)
  const after = (await call('GET', '/v1/me/notifications')).json()
  t.match(after, { unread: 1, items: [{ id, readAt: /Z$/ }, { readAt: null }] })
  t.equal((await call('PUT', `/v1/me/notifications/${id}/read`)).statusCode, 204)
  t.same((await call('GET', '/v1/me/notifications')).json(), after)
})
