import t from 'tap'
import { storeCourse } from '../../../src/courses/store.ts'
import { DEMONSTRATION, sharedApp, signUp } from '../../helper.ts'
import { smallCourse } from '../../support/courses.ts'

const app = await sharedApp()

t.test('enrolling again changes nothing', async (t) => {
  const { call } = await signUp(app)
  const url = `/v1/me/enrollments/${DEMONSTRATION}`
  const [first, ...others] = await Promise.all(Array.from({ length: 10 }, () => call('PUT', url)))
  t.equal(first!.statusCode, 200)
  t.equal(first!.json().course, DEMONSTRATION)
  for (const other of others) t.same(other.json(), first!.json())
  t.same((await call('PUT', url)).json(), first!.json())
  t.same((await call('GET', '/v1/me/enrollments')).json(), { items: [first!.json()], nextCursor: null })
})

t.test('a course can be left, and left again', async (t) => {
  const { call } = await signUp(app)
  const url = `/v1/me/enrollments/${DEMONSTRATION}`
  await call('PUT', url)
  t.equal((await call('DELETE', url)).statusCode, 204)
  t.equal((await call('DELETE', url)).statusCode, 204)
  t.same((await call('GET', '/v1/me/enrollments')).json().items, [])
  t.equal((await call('PUT', url)).statusCode, 200)
})

t.test('there is no enrolling in a course that there is not', async (t) => {
  const { call } = await signUp(app)
  for (const method of ['PUT', 'DELETE'] as const) {
    t.equal((await call(method, '/v1/me/enrollments/klingon-from-english')).statusCode, 404)
  }
  t.same((await call('GET', '/v1/me/enrollments')).json().items, [])
})

t.test("enrolments are a learner's own, and come in pages", async (t) => {
  const { call } = await signUp(app)
  const stranger = await signUp(app)
  const slugs = ['a-course', 'b-course', DEMONSTRATION]
  for (const slug of slugs.slice(0, 2)) await storeCourse(app.db, smallCourse(slug))
  for (const slug of slugs.toReversed()) await call('PUT', `/v1/me/enrollments/${slug}`)
  const first = (await call('GET', '/v1/me/enrollments?limit=2')).json()
  const second = (await call('GET', `/v1/me/enrollments?limit=2&cursor=${first.nextCursor}`)).json()
  t.same(
    [...first.items, ...second.items].map(({ course }) => course),
    slugs
  )
  t.equal(second.nextCursor, null)
  t.same((await stranger.call('GET', '/v1/me/enrollments')).json().items, [])
})
