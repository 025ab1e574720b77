import { join } from 'node:path'
import t from 'tap'
import { saveDraft } from '../../../src/authoring/drafts.ts'
import type { CourseDocument, Item } from '../../../src/courses/document.ts'
import { readCourse } from '../../../src/courses/read-course.ts'
import { NotFound } from '../../../src/http/problem.ts'
import { DEMONSTRATION, enrolledLearner, signUp, signUpAs, testApp } from '../../helper.ts'
import { item, smallCourse, withSkill } from '../../support/courses.ts'
import { storedExercises, wrongAnswer } from '../../support/study.ts'

const app = await testApp(t)
const author = await signUpAs(app, 'author')
const other = await signUpAs(app, 'author')
const admin = await signUpAs(app, 'admin')

const at = (slug: string, rest = '') => `/v1/authoring/courses/${slug}${rest}`
const etag = async (slug: string) => (await author.call('GET', at(slug))).headers.etag as string
const matching = async (slug: string) => ({ 'if-match': await etag(slug) })
const publish = async (slug: string, body = {}) => author.call('POST', at(slug, '/publish'), body, await matching(slug))

/** A course of the author's, published. */
async function published(slug: string, course = smallCourse(slug)): Promise<CourseDocument> {
  t.equal((await author.call('PUT', at(slug), course)).statusCode, 201)
  t.equal((await publish(slug)).statusCode, 200)
  return course
}

const firstItem = (course: CourseDocument): Item => course.units[0]!.skills[0]!.items[0]!

t.test('a course is written, drafted, published and read as it was written', async (t) => {
  const course = smallCourse('written')
  const put = await author.call('PUT', at('written'), course)
  t.equal(put.statusCode, 201)
  t.match(put.json(), { slug: 'written', published: null, draft: true })
  t.equal((await author.call('GET', '/v1/courses/written')).statusCode, 404, 'learners do not see a draft')
  t.same((await author.call('GET', at('written'))).json(), course)
  t.match((await publish('written', { note: 'The first' })).json(), { revision: 1, written: 2 + 3 + 10, retired: 0 })
  t.match((await author.call('GET', '/v1/courses/written')).json(), { slug: 'written', words: 8, phrases: 2 })
  const { items } = (await author.call('GET', at('written', '/revisions'))).json()
  t.match(items, [{ number: 1, note: 'The first', author: 'Ada', restores: null }])
  t.same((await author.call('GET', at('written', '/revisions/1'))).json(), course)
  t.equal((await author.call('GET', at('written', '/revisions/2'))).statusCode, 404)
  t.match((await author.call('GET', '/v1/authoring/courses')).json().items, [
    { slug: 'written', published: 1, draft: false }
  ])
})

t.test('what has a default may be left out of a document, and ids are made', async (t) => {
  const { slug, target, source } = smallCourse('short')
  const items = [{ kind: 'word', target: ['el  perro '], source: ['the dog'] }]
  const units = [{ slug: 'one', name: 'One', skills: [{ slug: 'animals', name: 'Animals', items }] }]
  t.equal((await author.call('PUT', at('short'), { slug, target, source, units })).statusCode, 201)
  const stored: CourseDocument = (await author.call('GET', at('short'))).json()
  t.match(stored, { licence: null, accents: 'note', specialCharacters: [] })
  t.match(firstItem(stored), { target: ['el perro'], patterns: { target: [], source: [] }, images: [], audio: null })
  const again = await author.call('PUT', at('short'), stored, await matching('short'))
  t.equal(again.statusCode, 200)
  t.same((await author.call('GET', at('short'))).json(), stored)
})

t.test('a document that is not one is refused with what to mend, and nothing is kept', async (t) => {
  const course = smallCourse('refused')
  const refused = async (body: object) => {
    const reply = await author.call('PUT', at('refused'), body)
    t.equal(reply.statusCode, 400)
    return reply.json().errors
  }
  t.match(await refused({ ...course, slug: 'another' }), [{ pointer: '/body/slug' }])
  t.match(await refused({ ...course, colour: 'red' }), [{ pointer: '/body/colour', message: 'is not a known field' }])
  const { units } = structuredClone(course)
  units[0]!.skills[0]!.items[2]!.source = []
  t.match(await refused({ ...course, units }), [{ pointer: '/body/units/0/skills/0/items/2/source' }])
  const repeated = [...course.units, { ...course.units[0]!, skills: [] }]
  t.match(await refused({ ...course, units: repeated }), [{ pointer: '/body/units/2/slug' }])
  t.equal((await author.call('GET', at('refused'))).statusCode, 404)
})

t.test('a draft with errors is told what they are, and is not published', async (t) => {
  const course = withSkill(smallCourse('faulty'), 'food', (skill) => ({
    ...skill,
    items: skill.items.map((item, i) => (i === 1 ? { ...item, source: ['…'] } : item))
  }))
  t.equal((await author.call('PUT', at('faulty'), course)).statusCode, 201)
  const pointer = '/units/1/skills/0/items/1/source'
  t.match((await author.call('POST', at('faulty', '/validate'))).json(), {
    publishable: false,
    counts: { error: 1, warning: 0 },
    faults: [{ pointer, code: 'missing-text', severity: 'error' }]
  })
  const reply = await publish('faulty')
  t.equal(reply.statusCode, 422)
  t.match(reply.json(), { type: 'urn:parlance:unpublishable', errors: [{ pointer }] })
  t.equal((await author.call('GET', '/v1/courses/faulty')).statusCode, 404)
})

t.test('an answer is added by a pattern; one that cannot be is told where it goes wrong', async (t) => {
  const course = await published('by-pattern')
  const { id } = firstItem(course)
  const change = async (patterns: string[]) =>
    author.call(
      'PATCH',
      at('by-pattern', `/items/${id}`),
      { patterns: { target: patterns, source: [] } },
      await matching('by-pattern')
    )
  t.match((await change(['(el|un perro'])).json().errors, [{ pointer: '/body/patterns/target/0' }])
  t.match((await change(['(el|un) perro [grande]'])).json(), { patterns: { target: ['(el|un) perro [grande]'] } })
  t.equal((await publish('by-pattern')).statusCode, 200)
  const { target } = await app.db.selectFrom('items').select('target').where('id', '=', id).executeTakeFirstOrThrow()
  t.same(target.toSorted(), ['el perro', 'el perro grande', 'un perro', 'un perro grande'])
})

t.test('whoever is late gets 412 and loses nothing, and who does not say of what gets 428', async (t) => {
  const course = await published('contested')
  const read = await matching('contested')
  const named = (name: string) => ({ ...course, repository: name })
  const replies = await Promise.all([
    author.call('PUT', at('contested'), named('https://one.example'), read),
    author.call('PUT', at('contested'), named('https://two.example'), read)
  ])
  t.same(replies.map(({ statusCode }) => statusCode).sort(), [200, 412])
  t.equal((await author.call('PUT', at('contested'), course)).statusCode, 428)
  t.equal((await author.call('POST', at('contested', '/publish'), {}, read)).statusCode, 412)
  const now = await matching('contested')
  const publishers = await Promise.all([1, 2].map(() => author.call('POST', at('contested', '/publish'), {}, now)))
  t.same(publishers.map(({ statusCode }) => statusCode).sort(), [200, 412])
  t.equal((await author.call('GET', at('contested', '/revisions'))).json().items.length, 2)
  t.equal((await publish('contested')).statusCode, 409, 'there is no draft any more')
})

t.test('an item is changed, moved and removed, and stays the same item', async (t) => {
  const course = await published('patched')
  const { id } = firstItem(course)
  const change = async (body: object, item = id) =>
    author.call('PATCH', at('patched', `/items/${item}`), body, await matching('patched'))
  t.match((await change({ source: ['the hound', 'the  dog'] })).json(), { id, source: ['the hound', 'the dog'] })
  t.match((await change({ skill: 'food', audio: 'https://example.org/perro.mp3' })).json(), {
    id,
    target: ['el perro']
  })
  t.equal((await change({ skill: 'nowhere' })).statusCode, 409)
  t.equal((await change({ kind: 'word' }, '00000000-0000-4000-8000-000000000000')).statusCode, 404)
  t.equal((await change({})).statusCode, 400)
  const { difference } = (await author.call('POST', at('patched', '/validate'))).json()
  t.match(difference, {
    items: { moved: [{ id, from: 'animals', to: 'food' }], changed: [{ id, before: { source: ['the dog'] } }] },
    counts: { added: 0, removed: 0, moved: 1, changed: 1 },
    learners: 0
  })
  const removed = await author.call('DELETE', at('patched', `/items/${id}`), undefined, await matching('patched'))
  t.equal(removed.statusCode, 204)
  t.match((await author.call('GET', at('patched', '/diff'))).json(), { items: { removed: [{ id }], changed: [] } })
  t.equal((await author.call('DELETE', at('patched', '/draft'), undefined, await matching('patched'))).statusCode, 204)
  t.same((await author.call('GET', at('patched'))).json(), course)
})

t.test('a learner finishes the session that was begun, and meets the correction in the next', async (t) => {
  const course = await published('studied')
  const learner = await signUp(app)
  await learner.call('PUT', '/v1/me/enrollments/studied')
  const wanted = { course: 'studied', kind: 'lesson', skill: 'food', size: 20 }
  const begin = async () => (await learner.call('POST', '/v1/study-sessions', wanted)).json()
  const session = await begin()
  const keys = await storedExercises(app.db, session.id)
  const bread = course.units[1]!.skills[0]!.items[0]!
  const asked = keys.find(({ key, itemIds }) => key.kind === 'type' && itemIds.includes(bread.id))!
  const typed = (id: string, number: number, answer: unknown) =>
    learner.call('PUT', `/v1/study-sessions/${id}/answers/${number}`, { answer })

  const correction = { target: [...bread.target, 'la hogaza'], source: [...bread.source, 'the loaf'] }
  await author.call('PATCH', at('studied', `/items/${bread.id}`), correction, await matching('studied'))
  t.equal((await publish('studied')).statusCode, 200)
  const added = JSON.stringify(asked.key).includes('el pan') ? 'la hogaza' : 'the loaf'
  t.equal((await typed(session.id, asked.number, added)).json().verdict, 'wrong', 'as it was when the session began')
  for (const { number, key } of keys) if (number !== asked.number) await typed(session.id, number, wrongAnswer(key))
  t.equal((await learner.call('POST', `/v1/study-sessions/${session.id}/complete`)).statusCode, 200)

  const next = await begin()
  const again = (await storedExercises(app.db, next.id)).filter(
    ({ key, itemIds }) => key.kind === 'type' && itemIds.includes(bread.id)
  )
  t.ok(again.length > 0)
  for (const { number, key } of again) {
    const answer = JSON.stringify(key).includes('el pan') ? 'la hogaza' : 'the loaf'
    t.equal((await typed(next.id, number, answer)).json().verdict, 'correct')
  }
  const { learners } = (await author.call('GET', at('studied', '/diff?from=1&to=2'))).json()
  t.equal(learners, 1)
})

t.test('an earlier revision is published again, as the newest', async (t) => {
  const course = await published('restored')
  const second = { ...course, units: course.units.slice(0, 1) }
  await author.call('PUT', at('restored'), second, await matching('restored'))
  t.match((await publish('restored')).json(), { revision: 2, retired: 1 + 1 + 4 })
  t.match((await publish('restored', { revision: 1 })).json(), { revision: 3 })
  t.same((await author.call('GET', at('restored'))).json(), course)
  t.match((await author.call('GET', at('restored', '/revisions'))).json().items, [
    { number: 3, restores: 1 },
    { number: 2, restores: null },
    { number: 1 }
  ])
  t.equal((await publish('restored', { revision: 9 })).statusCode, 404)
})

t.test('what is exported is read again without a difference, in every format', async (t) => {
  const { id } = firstItem(await published('exported'))
  const change = { patterns: { target: ['(el|un) perro [grande]'], source: [] }, source: ['the hound'], audio: 'p.mp3' }
  await author.call('PATCH', at('exported', `/items/${id}`), change, await matching('exported'))
  await publish('exported')
  const course = (await author.call('GET', at('exported'))).json()
  for (const [format, type, name] of [
    ['json', 'application/json', 'exported.json'],
    ['yaml', 'application/yaml', 'exported.yaml'],
    ['librelingo', 'application/zip', 'exported.zip']
  ] as const) {
    const reply = await author.call('GET', at('exported', `/export?format=${format}`))
    t.equal(reply.headers['content-type']?.split(';')[0], type)
    t.match(reply.headers['content-disposition'], `filename="${name}"`)
    const path = join(t.testdir({ [name]: reply.rawPayload }), name)
    t.strictSame((await readCourse(path)).course, course, format)
  }
  const first = await author.call('GET', at('exported', '/export?revision=1'))
  t.match(first.json().units[0].skills[0].items[0], { target: ['el perro'], source: ['the dog'] })
  t.equal((await author.call('GET', at('exported', '/export?revision=draft'))).statusCode, 404)
})

t.test('renames that cannot be are refused', async (t) => {
  const course = await published('renamed')
  const items = course.units[1]!.skills[0]!.items
  const without = {
    ...course,
    units: [
      course.units[0],
      { ...course.units[1]!, skills: [{ ...course.units[1]!.skills[0]!, items: items.slice(1) }] }
    ]
  }
  await author.call('PUT', at('renamed'), without, await matching('renamed'))
  const reply = await publish('renamed', { renames: [{ from: items[1]!.id, to: items[0]!.id }] })
  t.equal(reply.statusCode, 400)
  t.match(reply.json().errors, [{ pointer: '/body/renames/0/from' }])
})

t.test('only those who work on a course see and change it', async (t) => {
  const course = await published('guarded')
  const learner = await enrolledLearner(app)
  t.equal((await learner.call('GET', at('guarded'))).statusCode, 403)
  const [item] = course.units[0]!.skills[0]!.items
  const calls = [
    ['GET', ''],
    ['PUT', '', course],
    ['PATCH', `/items/${item!.id}`, { kind: 'word' }],
    ['DELETE', `/items/${item!.id}`],
    ['DELETE', '/draft'],
    ['GET', '/revisions'],
    ['GET', '/revisions/1'],
    ['POST', '/validate'],
    ['GET', '/diff'],
    ['POST', '/publish', {}],
    ['GET', '/collaborators'],
    ['PUT', `/collaborators/${other.user.id}`],
    ['DELETE', `/collaborators/${author.user.id}`]
  ] as const
  for (const [method, rest, body] of calls) {
    const reply = await other.call(method, at('guarded', rest), body, { 'if-match': '*' })
    t.equal(reply.statusCode, 404, `${method} ${rest}`)
  }
  t.same((await other.call('GET', '/v1/authoring/courses')).json().items, [])
  t.equal((await admin.call('GET', at('guarded'))).statusCode, 200)
  t.equal((await admin.call('GET', at(DEMONSTRATION))).statusCode, 200)
  t.equal((await admin.call('GET', at('nowhere', '/revisions'))).statusCode, 404)

  t.equal((await author.call('PUT', at('guarded', `/collaborators/${learner.user.id}`))).statusCode, 404, 'no author')
  t.equal((await author.call('PUT', at('guarded', `/collaborators/${other.user.id}`))).statusCode, 204)
  t.match((await other.call('GET', at('guarded', '/collaborators'))).json().items, [
    { id: author.user.id },
    { id: other.user.id }
  ])
  t.equal((await other.call('DELETE', at('guarded', `/collaborators/${author.user.id}`))).statusCode, 204)
  t.equal((await author.call('GET', at('guarded'))).statusCode, 404)
})

t.test('who gave up a course before it was published has no part in another’s of that name', async (t) => {
  const slug = 'given-up'
  t.equal((await author.call('PUT', at(slug), smallCourse(slug))).statusCode, 201)
  t.equal((await author.call('DELETE', at(slug, '/draft'), undefined, await matching(slug))).statusCode, 204)
  t.equal((await other.call('PUT', at(slug), smallCourse(slug))).statusCode, 201)
  t.equal((await author.call('GET', at(slug))).statusCode, 404)
  t.match((await other.call('GET', at(slug, '/collaborators'))).json().items, [{ id: other.user.id }])
})

t.test('renames that name an item twice are refused', async (t) => {
  const slug = 'renamed-twice'
  const course = await published(slug)
  const [bread, milk] = course.units[1]!.skills[0]!.items
  const salt = item(slug, 'food', ['la sal'], ['the salt'])
  const edited = withSkill(course, 'food', (skill) => ({ ...skill, items: [salt] }))
  await author.call('PUT', at(slug), edited, await matching(slug))
  const to = (...items: (Item | undefined)[]) => items.map((each) => ({ from: salt.id, to: each!.id }))
  const refused = await publish(slug, { renames: to(bread, milk) })
  t.equal(refused.statusCode, 400)
  t.match(refused.json().errors, [{ pointer: '/body/renames' }])
  t.equal((await publish(slug, { renames: to(bread) })).statusCode, 200)
})

t.test('what an item was called before it was corrected may be another item', async (t) => {
  const slug = 'former-forms'
  const dog = firstItem(await published(slug))
  const forms = { target: ['la perra'], source: ['the bitch'] }
  await author.call('PATCH', at(slug, `/items/${dog.id}`), forms, await matching(slug))
  const course = (await author.call('GET', at(slug))).json()
  const { id: _, ...former } = dog
  course.units[0].skills[0].items.unshift(former)
  t.equal((await author.call('PUT', at(slug), course, await matching(slug))).statusCode, 200)
  const [added, corrected] = (await author.call('GET', at(slug))).json().units[0].skills[0].items
  t.match(corrected, { id: dog.id, ...forms })
  t.match(added, former)
  t.not(added.id, dog.id)
  t.equal((await publish(slug)).statusCode, 200)
})

t.test('who is no author any more works on no course', async (t) => {
  const [slug, user] = ['demoted', { sub: author.user.id, role: 'learner' } as const]
  const course = await published(slug)
  const save = app.db
    .transaction()
    .execute((trx) => saveDraft(trx, { ...course, accents: 'strict' }, { user, now: Temporal.Now.instant() }))
  await t.rejects(save, new NotFound(`You are no author of a course ${slug}`))
})

t.test('texts of millions of characters are refused, or do no harm', async (t) => {
  const slug = 'endless'
  const course = smallCourse(slug)
  const endless = 'it’s '.repeat(200_000)
  const put = (course: CourseDocument) => author.call('PUT', at(slug), course)
  const long = withSkill(course, 'food', (skill) => ({
    ...skill,
    items: skill.items.map((each) => ({ ...each, source: [endless] }))
  }))
  t.equal((await put(long)).statusCode, 400)
  const named = withSkill(course, 'food', (skill) => ({
    ...skill,
    name: 'a'.repeat(9_000_000),
    dictionary: [{ side: 'source', term: endless, meanings: ['a'] }]
  }))
  t.equal((await put(named)).statusCode, 201)
  t.equal((await publish(slug)).statusCode, 200)
})
