import t from 'tap'
import { storeCourse } from '../../../src/courses/store.ts'
import { encodeCursor } from '../../../src/http/page.ts'
import { callerOf, DEMONSTRATION, secondApp, sharedApp, testApp } from '../../helper.ts'
import { smallCourse, withSkill } from '../../support/courses.ts'
import { ownDatabase } from '../../support/database.ts'

type Listed = { items: { slug: string }[]; nextCursor: string | null }

const app = await sharedApp()
const call = callerOf(app)

t.test('courses are listed by slug, page by page, each once', async (t) => {
  const app = await testApp(t, { env: { DATABASE_URL: await ownDatabase() } })
  const call = callerOf(app)
  for (const slug of ['c', 'a', 'e-2', 'd', 'e', 'e-10']) await storeCourse(app.db, smallCourse(slug))
  const all = (await call('GET', '/v1/courses')).json<Listed>()
  const slugs = all.items.map(({ slug }) => slug)
  t.same(slugs.toSorted(), ['a', 'c', 'd', 'e', 'e-10', 'e-2', DEMONSTRATION])
  t.equal(all.nextCursor, null)
  t.same(all.items[0], {
    slug: 'a',
    target: { code: 'es', name: 'Spanish' },
    source: { code: 'en', name: 'English' },
    skills: 3,
    words: 8,
    phrases: 2
  })

  const paged: string[] = []
  let cursor: string | null = ''
  for (let page = 0; cursor !== null; page++) {
    const { items, nextCursor }: Listed = (
      await call('GET', `/v1/courses?limit=3${cursor && `&cursor=${cursor}`}`)
    ).json()
    paged.push(...items.map(({ slug }) => slug))
    cursor = nextCursor
    // What appears behind the reader moves nothing, what appears ahead is read.
    if (page === 0) for (const slug of ['0-new', 'z-new']) await storeCourse(app.db, smallCourse(slug))
  }
  t.same(paged, [...slugs, 'z-new'])
})

t.test('courses can be filtered by either language', async (t) => {
  const app = await testApp(t, { env: { DATABASE_URL: await ownDatabase() } })
  const call = callerOf(app)
  const basque = { code: 'eu', name: 'Basque' }
  await storeCourse(app.db, smallCourse('basque-from-english', { target: basque }))
  await storeCourse(app.db, smallCourse('spanish-from-basque', { source: basque }))
  const found = async (query: string) =>
    (await call('GET', `/v1/courses?${query}`)).json<Listed>().items.map(({ slug }) => slug)
  t.same(await found('target=eu'), ['basque-from-english'])
  t.same(await found('source=eu'), ['spanish-from-basque'])
  t.same(await found('source=en'), ['basque-from-english', DEMONSTRATION])
  t.same(await found('source=en&target=it'), [DEMONSTRATION])
  t.same(await found('source=eu&target=eu'), [])
})

t.test('a cursor or limit that no page gave is refused', async (t) => {
  const padded = Buffer.from('a').toString('base64')
  for (const cursor of [
    '',
    '%%%',
    'no cursor!',
    padded,
    encodeCursor('a\0'),
    `${encodeCursor('a')}.`,
    'a'.repeat(301)
  ]) {
    const reply = await call('GET', `/v1/courses?cursor=${encodeURIComponent(cursor)}`)
    t.equal(reply.statusCode, 400, `cursor ${cursor}`)
    t.equal(reply.json().errors[0].pointer, '/query/cursor')
  }
  for (const limit of ['', '0', '101', '-1', '1.5', '1e309', '0x10', 'all']) {
    t.equal((await call('GET', `/v1/courses?limit=${limit}`)).statusCode, 400, `limit ${limit}`)
  }
})

t.test('a course is a tree of units and skills', async (t) => {
  await storeCourse(app.db, smallCourse())
  const course = (await call('GET', '/v1/courses/small-course')).json()
  t.match(course, {
    slug: 'small-course',
    target: { code: 'es', name: 'Spanish' },
    licence: { name: 'CC0', shortName: null, link: null },
    licenceFile: null,
    attribution: null,
    repository: null,
    specialCharacters: ['ñ'],
    units: [
      {
        slug: 'first',
        name: 'First',
        skills: [
          { slug: 'animals', name: 'The animals', images: [], words: 4, phrases: 2 },
          { slug: 'letters', words: 0, phrases: 0 }
        ]
      },
      { slug: 'second', name: 'Second', skills: [{ slug: 'food', words: 4, phrases: 0 }] }
    ]
  })
  t.equal((await call('GET', '/v1/courses/klingon-from-english')).statusCode, 404)
  t.equal((await call('GET', '/v1/courses/Klingon')).statusCode, 400)
})

t.test('a licence that the licence file contradicts shows in the reply', async (t) => {
  const licence = { name: 'Attribution 4.0 International', shortName: 'CC BY 4.0', link: null }
  for (const [slug, licenceFile, licenceConflict] of [
    ['contradicted', 'Attribution-NonCommercial 4.0 International', true],
    ['confirmed', 'CC BY 4.0', false]
  ] as const) {
    await storeCourse(app.db, smallCourse(slug, { licence, licenceFile }))
    t.match((await call('GET', `/v1/courses/${slug}`)).json(), { licence, licenceFile, licenceConflict })
  }
})

t.test("a skill's page has its introduction, words and dictionary, and no phrases", async (t) => {
  const course = smallCourse()
  await storeCourse(app.db, course)
  const [animals] = course.units[0]!.skills
  const texts = [
    ['el perro', 'the dog'],
    ['el gato', 'the cat'],
    ['la casa de campo', 'the country house'],
    ['una vaca', 'a cow']
  ]
  t.same((await call('GET', '/v1/courses/small-course/skills/animals')).json(), {
    slug: 'animals',
    name: 'The animals',
    images: [],
    words: 4,
    phrases: 2,
    introduction: '# animals',
    introductionHtml: '<h1>animals</h1>\n',
    items: texts.map(([target, source], i) => ({ id: animals!.items[i]!.id, target, source, images: [] })),
    dictionary: [{ side: 'target', term: 'animals', meanings: ['a', 'b'] }]
  })
  t.match((await call('GET', '/v1/courses/small-course/skills/letters')).json(), { words: 0, items: [] })
  for (const path of ['small-course/skills/verbs', 'klingon/skills/animals']) {
    t.equal((await call('GET', `/v1/courses/${path}`)).statusCode, 404)
  }
})

t.test('what a client has already is not sent again, until the course changes', async (t) => {
  const course = smallCourse()
  await storeCourse(app.db, course)
  const urls = ['/v1/courses', '/v1/courses/small-course', '/v1/courses/small-course/skills/animals']
  const tags = new Map<string, string>()
  for (const url of urls) {
    const first = await call('GET', url)
    const etag = first.headers.etag as string
    tags.set(url, etag)
    t.match(etag, /^"[^"]+"$/)
    t.equal(first.headers['cache-control'], 'public, max-age=1')
    for (const held of [etag, `W/${etag}`, `"other", W/${etag}`, `"other",${etag},"more"`, '*']) {
      const again = await call('GET', url, undefined, { 'if-none-match': held })
      t.equal(again.statusCode, 304, `${url} has ${held}`)
      t.match(again, { body: '', headers: { etag, 'cache-control': 'public, max-age=1' } })
    }
    for (const held of ['"other"', etag.slice(1, -1), 'W/"other", "more"', '']) {
      t.equal((await call('GET', url, undefined, { 'if-none-match': held })).statusCode, 200, `${url} has ${held}`)
    }
  }
  const missing = await call('GET', '/v1/courses/small-course/skills/verbs', undefined, { 'if-none-match': '*' })
  t.equal(missing.statusCode, 404)
  t.notOk(missing.headers.etag)

  await storeCourse(
    app.db,
    withSkill(course, 'animals', (skill) => ({ ...skill, name: 'Beasts' }))
  )
  for (const url of urls) {
    const changed = await call('GET', url, undefined, { 'if-none-match': tags.get(url)! })
    t.equal(changed.statusCode, 200, `${url} has changed`)
    t.not(changed.headers.etag, tags.get(url))
  }
})

t.test('a new edition is seen on every instance at once, and within 2 s by whoever asks a cache', async (t) => {
  const calls = [call, callerOf(await secondApp(t, app))]
  const course = smallCourse('anew')
  await storeCourse(app.db, course)
  const urls = ['/v1/courses', '/v1/courses/anew', '/v1/courses/anew/skills/animals']
  const replies = () => Promise.all(urls.flatMap((url) => calls.map((call) => call('GET', url))))
  const before = await replies()
  await storeCourse(
    app.db,
    withSkill(course, 'animals', (skill) => ({ ...skill, name: 'Beasts', items: skill.items.slice(1) }))
  )
  const after = await replies()
  for (const [index, { headers, body }] of after.entries()) {
    const url = urls[Math.floor(index / 2)]!
    t.not(headers.etag, before[index]!.headers.etag, url)
    t.not(body, before[index]!.body, url)
    t.equal(headers.etag, after[index ^ 1]!.headers.etag, 'every instance gives the same tag')
    const [, seconds] = /^public, max-age=(\d+)$/.exec(headers['cache-control'] as string) ?? []
    t.ok(Number(seconds) < 2, url)
  }
})

t.test('a course is searched in both languages by anybody, and what a client has is not sent again', async (t) => {
  await storeCourse(app.db, smallCourse('searched'))
  const reply = await call('GET', '/v1/courses/searched/search?q=CASA%20DE')
  t.match(reply.json().items, [{ target: 'la casa de campo', source: 'the country house', skill: 'animals' }])
  t.equal((await call('GET', '/v1/courses/searched/search?q=the&limit=3')).json().items.length, 3)
  t.same((await call('GET', '/v1/courses/searched/search?q=%25')).json(), { items: [] })
  const etag = reply.headers.etag as string
  const again = await call('GET', '/v1/courses/searched/search?q=CASA%20DE', undefined, { 'if-none-match': etag })
  t.match(again, { statusCode: 304, body: '' })
  t.equal((await call('GET', '/v1/courses/klingon/search?q=a')).statusCode, 404)
  for (const query of ['', '?q=', `?q=${'a'.repeat(101)}`, '?q=a&limit=51', '?q=a&limit=0', '?q=%00', '?q=a&q=b']) {
    t.equal((await call('GET', `/v1/courses/searched/search${query}`)).statusCode, 400, query)
  }
})
