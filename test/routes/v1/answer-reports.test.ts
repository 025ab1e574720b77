import t from 'tap'
import { addCollaborator } from '../../../src/authoring/collaborators.ts'
import { unpack } from '../../../src/authoring/documents.ts'
import { saveDraft } from '../../../src/authoring/drafts.ts'
import { itemsOf, mapItems } from '../../../src/authoring/placed-items.ts'
import { publishCourse } from '../../../src/authoring/publish.ts'
import { findRevision } from '../../../src/authoring/revisions.ts'
import type { CourseDocument } from '../../../src/courses/document.ts'
import { transaction } from '../../../src/database/transaction.ts'
import type { StudySession } from '../../../src/learning/study-session.ts'
import { DEMONSTRATION, secondApp, signUp, signUpAs, testApp } from '../../helper.ts'
import { attempt, noon, publishedCourse, reportedAttempt } from '../../support/reports.ts'
import { answerAll, startedSession } from '../../support/study.ts'
import { until } from '../../support/until.ts'

const app = await testApp(t)
const other = await secondApp(t, app)
const { db } = app

let courses = 0
async function newCourse(): Promise<CourseDocument> {
  return publishedCourse(db, `reported-${++courses}`)
}

async function learnerOf(course: string) {
  const learner = await signUp(app)
  await learner.call('PUT', `/v1/me/enrollments/${course}`)
  return learner
}

/** Somebody of this role, who calls one instance or the other, and works on a course where it is given. */
async function staff(role: 'author' | 'admin', course?: string, instance = app) {
  const { user, call } = await signUpAs(instance, role)
  if (course) await addCollaborator(db, course, user.id, noon)
  return call
}

const groupsOf = (course: string, query = '') => `/v1/authoring/courses/${course}/answer-reports${query}`
const published = async (course: string) => (await findRevision(db, course, 'published'))!
const formsIn = async (course: string, itemId: string, which: 'published' | 'draft' = 'published') =>
  itemsOf(await unpack((await findRevision(db, course, which))!.document)).get(itemId)?.item.target

t.test('a learner reports a wrong answer, once, and may comment on it until it is decided', async (t) => {
  const { slug } = await newCourse()
  const { user, call } = await learnerOf(slug)
  const { session, exercise } = await attempt(db, user.id, slug)
  const report = (comment?: string) => call('POST', '/v1/me/answer-reports', { session, exercise, comment })
  const first = await report('  We say\nthis at home. ')
  t.equal(first.statusCode, 201)
  const { createdAt, ...made } = first.json()
  t.same(made, {
    session,
    exercise,
    course: slug,
    answer: 'el chucho',
    comment: 'We say this at home.',
    state: 'open',
    decidedAt: null
  })
  for (const comment of [undefined, ' ']) {
    const again = await report(comment)
    t.equal(again.statusCode, 200)
    t.same(again.json(), first.json())
  }
  t.equal((await report('It is in the dictionary.')).json().comment, 'It is in the dictionary.')
  const { items } = (await call('GET', '/v1/me/answer-reports')).json()
  t.same(items, [{ ...first.json(), comment: 'It is in the dictionary.' }])

  const author = await staff('author', slug)
  const [group] = (await author('GET', groupsOf(slug))).json().items
  t.equal(group.learners, 1)
  t.equal((await author('POST', groupsOf(slug, `/${group.id}/decline`))).json().state, 'declined')
  const decided = (await report('Please!')).json()
  t.match(decided, { state: 'declined', comment: 'It is in the dictionary.', createdAt })
  t.match(decided.decidedAt, /Z$/)
})

t.test('what cannot be reported is refused, and says why', async (t) => {
  const { slug } = await newCourse()
  const [ada, eve] = [await learnerOf(slug), await learnerOf(slug)]
  await ada.call('PUT', `/v1/me/enrollments/${DEMONSTRATION}`)
  const { session, exercise } = await attempt(db, ada.user.id, slug)
  const open = await startedSession(db, ada.user.id)
  const { exercises } = open
  const status = async (call: typeof ada.call, body: object) =>
    (await call('POST', '/v1/me/answer-reports', body)).statusCode
  t.equal(await status(eve.call, { session, exercise }), 404, 'another learner’s')
  t.equal(await status(ada.call, { session, exercise: 99 }), 404)
  t.equal(await status(ada.call, { session: ada.user.id, exercise }), 404)
  t.equal(await status(ada.call, { session, exercise: exercise === 1 ? 2 : 1 }), 409, 'right')
  t.equal(await status(ada.call, { session, exercise: 0 }), 400)
  t.equal(await status(ada.call, { session, exercise, comment: 'a'.repeat(501) }), 400)
  t.equal(await status(ada.call, { session, exercise, answer: 'el can' }), 400)

  const kinds = ['choose', 'match', 'arrange', 'type', 'fill']
  const first = kinds.map((kind) => exercises.find(({ key }) => key.kind === kind)!)
  for (const { number } of first) t.equal(await status(ada.call, { session: open.session.id, exercise: number }), 409)
  await answerAll(db, ada.user.id, open.session.id, first, ({ kind }) => (['type', 'fill'].includes(kind) ? ' ' : []))
  for (const { number, key } of first) {
    const reply = await ada.call('POST', '/v1/me/answer-reports', { session: open.session.id, exercise: number })
    t.equal(reply.statusCode, 409, key.kind)
    t.match(reply.json().detail, ['type', 'fill'].includes(key.kind) ? /no word/ : new RegExp(`kind, ${key.kind}$`))
  }
  const long = exercises.find(({ key, number }) => key.kind === 'type' && !first.some((one) => one.number === number))!
  await answerAll(db, ada.user.id, open.session.id, [long], () => 'perro '.repeat(100))
  t.equal(await status(ada.call, { session: open.session.id, exercise: long.number }), 409)
  t.same((await ada.call('GET', '/v1/me/answer-reports')).json(), { items: [], nextCursor: null })
})

t.test('thirty reports of one answer at once are one', async (t) => {
  const { slug } = await newCourse()
  const { user, call } = await learnerOf(slug)
  const { session, exercise } = await attempt(db, user.id, slug)
  const replies = await Promise.all(
    Array.from({ length: 30 }, () => call('POST', '/v1/me/answer-reports', { session, exercise }))
  )
  t.equal(replies.filter(({ statusCode }) => statusCode === 201).length, 1)
  t.equal(replies.filter(({ statusCode }) => statusCode === 200).length, 29)
  const author = await staff('author', slug)
  t.match((await author('GET', groupsOf(slug))).json().items, [{ learners: 1 }])
})

t.test('a learner’s reports come page by page, the latest first', async (t) => {
  const { slug } = await newCourse()
  const { user, call } = await learnerOf(slug)
  const made: string[] = []
  for (const answer of ['uno', 'dos', 'tres']) made.unshift((await reportedAttempt(db, user.id, slug, answer)).session)
  const page = async (query: string) => (await call('GET', `/v1/me/answer-reports?limit=2${query}`)).json()
  const first = await page('')
  const second = await page(`&cursor=${first.nextCursor}`)
  t.same(
    [...first.items, ...second.items].map(({ session }: { session: string }) => session),
    made
  )
  t.equal(second.nextCursor, null)
})

t.test('authors see answers grouped, those reported most first, with a few comments', async (t) => {
  const { slug } = await newCourse()
  const learners = await Promise.all([1, 2, 3, 4].map(() => learnerOf(slug)))
  const spellings = ['el can', 'El can.', 'EL CAN', '¡el  can!']
  for (const [i, { user }] of learners.entries()) {
    await reportedAttempt(db, user.id, slug, spellings[i]!, `comment ${i}`)
    if (i < 2) await reportedAttempt(db, user.id, slug, 'el chucho')
  }
  await reportedAttempt(db, learners[0]!.user.id, slug, 'el cán')
  await reportedAttempt(db, learners[0]!.user.id, slug, 'el cán', 'Once more')
  const author = await staff('author', slug)
  const { items } = (await author('GET', groupsOf(slug))).json()
  t.match(items, [
    {
      answer: 'el can',
      side: 'target',
      target: ['el perro'],
      source: ['the dog'],
      state: 'open',
      learners: 4,
      comments: ['comment 3', 'comment 2', 'comment 1'],
      decidedAt: null
    },
    { answer: 'el chucho', learners: 2, comments: [] },
    { answer: 'el cán', learners: 1, comments: ['Once more'] }
  ])
  const seen: string[] = []
  for (let cursor = ''; cursor !== null; ) {
    const page = (await author('GET', groupsOf(slug, `?limit=1${cursor && `&cursor=${cursor}`}`))).json()
    seen.push(...page.items.map(({ id }: { id: string }) => id))
    cursor = page.nextCursor
  }
  t.same(
    seen,
    items.map(({ id }: { id: string }) => id)
  )
  t.same((await author('GET', groupsOf(slug, '?state=accepted'))).json().items, [])
  for (const cursor of ['MDphYmM', Buffer.from(`1:${seen[0]} `).toString('base64url')]) {
    t.equal((await author('GET', groupsOf(slug, `?cursor=${cursor}`))).statusCode, 400)
  }
  t.notOk(JSON.stringify(items).includes(learners[0]!.user.id), 'who reported is nobody’s business')
})

t.test('only a course’s own authors, and administrators, decide', async (t) => {
  const [{ slug }, { slug: another }] = [await newCourse(), await newCourse()]
  const { user, call } = await learnerOf(slug)
  const { groupId } = await reportedAttempt(db, user.id, slug)
  const stranger = await staff('author', another)
  const requests = (course: string): [method: 'GET' | 'POST', url: string, body?: object][] => [
    ['GET', groupsOf(course)],
    ['POST', groupsOf(course, `/${groupId}/decline`)],
    ['POST', groupsOf(course, `/${groupId}/accept`), {}]
  ]
  for (const request of requests(slug)) {
    t.equal((await call(...request)).statusCode, 403)
    t.equal((await stranger(...request)).statusCode, 404)
  }
  for (const request of requests(another).slice(1)) {
    t.equal((await stranger(...request)).statusCode, 404, 'another course’s group')
  }
  t.equal((await stranger('GET', groupsOf('no-such-course'))).statusCode, 404)
  t.equal((await published(slug)).number, 1)
  for (const request of requests(slug)) t.equal((await (await staff('admin'))(...request)).statusCode, 200)
})

t.test('an accepted answer is published and drafted, and the past verdict turns right by itself', async (t) => {
  const course = await newCourse()
  const { slug } = course
  const [ada, grace] = [await learnerOf(slug), await learnerOf(slug)]
  const made = await reportedAttempt(db, ada.user.id, slug)
  await transaction(db, (trx) => saveDraft(trx, { ...course, attribution: 'Drafted' }, { user: undefined, now: noon }))
  const studying = await startedSession(db, grace.user.id, { course: slug, skill: 'animals' })

  const author = await staff('author', slug)
  const accept = (body = {}) => author('POST', groupsOf(slug, `/${made.groupId}/accept`), body)
  t.equal((await accept({ form: 'el can' })).statusCode, 422)
  t.equal((await accept({ form: 'El (chucho)' })).statusCode, 200)
  t.match((await accept()).json(), { state: 'accepted', answer: 'El chucho', target: ['el perro', 'El (chucho)'] })
  t.equal((await published(slug)).number, 2)
  t.same(await formsIn(slug, made.itemId), ['el perro', 'El (chucho)'])
  t.same(await formsIn(slug, made.itemId, 'draft'), ['el perro', 'El (chucho)'])
  const draft = await unpack((await findRevision(db, slug, 'draft'))!.document)
  t.equal(draft.attribution, 'Drafted')
  t.equal((await author('POST', groupsOf(slug, `/${made.groupId}/decline`))).statusCode, 409)

  t.match((await ada.call('GET', '/v1/me/answer-reports')).json().items, [{ state: 'accepted' }])
  const session = () => ada.call('GET', `/v1/study-sessions/${made.session}`)
  await until(async () => (await session()).json<StudySession>().summary!.wrong === 0, 20_000)
  const turned = (await session()).json<StudySession>().verdicts[made.exercise - 1]
  t.match(turned, { verdict: 'correctWithNote', notes: ['case'] })
  const url = `/v1/study-sessions/${made.session}/answers/${made.exercise}`
  t.match((await ada.call('PUT', url, { answer: 'el chucho' })).json(), { verdict: 'correctWithNote' })
  const { items, unread } = (await ada.call('GET', '/v1/me/notifications')).json()
  t.match(items, [{ kind: 'answer-accepted', data: { session: made.session, answer: 'el chucho' } }])
  t.equal(unread, 1)

  // Whoever was studying already ends by the answers that the session began with, and is helped at once on a report.
  const dog = studying.session.exercises.find(
    (exercise) => exercise.kind === 'type' && exercise.direction === 'toTarget' && exercise.prompt === 'the dog'
  )!
  const answer = (id: string) =>
    grace.call('PUT', `/v1/study-sessions/${id}/answers/${dog.id}`, { answer: 'el chucho' })
  t.equal((await answer(studying.session.id)).json().verdict, 'wrong')
  const late = { session: studying.session.id, exercise: dog.id }
  t.match((await grace.call('POST', '/v1/me/answer-reports', late)).json(), { state: 'accepted' })
  t.equal((await published(slug)).number, 2)
  await attempt(db, grace.user.id, slug, 'el chucho')
  const [latest] = await db
    .selectFrom('study_sessions')
    .select('wrong')
    .where('user_id', '=', grace.user.id)
    .where('completed_at', 'is not', null)
    .execute()
  t.equal(latest!.wrong, 0, 'in the next session it is right')
})

t.test('of two authors who accept at once, on two instances, one publishes', async (t) => {
  const { slug } = await newCourse()
  const { user } = await learnerOf(slug)
  const { groupId, itemId } = await reportedAttempt(db, user.id, slug)
  const authors = [await staff('author', slug), await staff('author', slug, other)]
  const replies = await Promise.all(authors.map((call) => call('POST', groupsOf(slug, `/${groupId}/accept`), {})))
  t.same(
    replies.map(({ statusCode }) => statusCode),
    [200, 200]
  )
  t.same(replies[0]!.json(), replies[1]!.json())
  t.equal((await published(slug)).number, 2)
  t.same(await formsIn(slug, itemId), ['el perro', 'el chucho'])
})

t.test('a declined answer is open again once it is reported again, and may be accepted then', async (t) => {
  const { slug } = await newCourse()
  const [ada, grace] = [await learnerOf(slug), await learnerOf(slug)]
  const { groupId } = await reportedAttempt(db, ada.user.id, slug)
  const author = await staff('author', slug)
  const decline = () => author('POST', groupsOf(slug, `/${groupId}/decline`))
  const [first, again] = [(await decline()).json(), (await decline()).json()]
  t.same(again, first)
  await reportedAttempt(db, grace.user.id, slug)
  t.match((await author('GET', groupsOf(slug))).json().items, [{ id: groupId, learners: 2, decidedAt: null }])
  t.equal((await author('POST', groupsOf(slug, `/${groupId}/accept`), {})).statusCode, 200)
  t.match((await ada.call('GET', '/v1/me/answer-reports')).json().items, [{ state: 'declined' }])
  t.match((await grace.call('GET', '/v1/me/answer-reports')).json().items, [{ state: 'accepted' }])
})

t.test('what an author has added already is accepted without a new revision', async (t) => {
  const course = await newCourse()
  const { slug } = course
  const { user } = await learnerOf(slug)
  const { groupId, itemId } = await reportedAttempt(db, user.id, slug)
  const edited = mapItems(course, (item) =>
    item.id === itemId ? { ...item, target: ['el perro', 'el Chucho'] } : item
  )
  await transaction(db, (trx) => publishCourse(trx, edited, { user: undefined, now: noon }))
  const author = await staff('author', slug)
  t.match((await author('POST', groupsOf(slug, `/${groupId}/accept`), {})).json(), { answer: 'el Chucho' })
  t.equal((await published(slug)).number, 2)
})

t.test('an answer to an item that the course has no more can only be declined', async (t) => {
  const course = await newCourse()
  const { slug } = course
  const { user } = await learnerOf(slug)
  const { groupId, itemId } = await reportedAttempt(db, user.id, slug)
  const without = {
    ...course,
    units: course.units.map((unit) => ({
      ...unit,
      skills: unit.skills.map((skill) => ({ ...skill, items: skill.items.filter(({ id }) => id !== itemId) }))
    }))
  }
  await transaction(db, (trx) => publishCourse(trx, without, { user: undefined, now: noon }))
  const author = await staff('author', slug)
  t.match((await author('GET', groupsOf(slug))).json().items, [{ id: groupId, target: ['el perro'] }])
  t.equal((await author('POST', groupsOf(slug, `/${groupId}/accept`), {})).statusCode, 409)
  t.equal((await author('POST', groupsOf(slug, `/${groupId}/decline`))).statusCode, 200)
})
