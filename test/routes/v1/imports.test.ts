import t from 'tap'
import type { Import } from '../../../src/authoring/imports/schemas.ts'
import { courseFiles } from '../../courses/librelingo/course-folder.ts'
import { secondApp, signUp, signUpAs, testApp } from '../../helper.ts'
import { smallCourse } from '../../support/courses.ts'
import { formOf } from '../../support/form.ts'
import { until } from '../../support/until.ts'
import { zipOf } from '../../support/zip.ts'

const app = await testApp(t)
const author = await signUpAs(app, 'author')

type Fields = Parameters<typeof formOf>[0]
type Author = Pick<typeof author, 'call'>

const send = ({ call }: Author, fields: Fields) => {
  const { body, headers } = formOf(fields)
  return call('POST', '/v1/authoring/imports', body, headers)
}

const fileOf = (course: object, name = 'course.json') => ({ name, content: JSON.stringify(course) })

const ended = async ({ call }: Author, id: string): Promise<Import> => {
  let job: Import | undefined
  await until(async () => {
    job = (await call('GET', `/v1/authoring/imports/${id}`)).json<Import>()
    return ['done', 'failed'].includes(job.state)
  }, 20_000)
  return job!
}

const chunks = async () => (await app.db.selectFrom('import_chunks').select('number').execute()).length

t.test('a document is imported and becomes a draft', async (t) => {
  const course = smallCourse('imported')
  const reply = await send(author, { format: 'document', file: fileOf(course, 'my “course”.json') })
  t.equal(reply.statusCode, 202)
  const queued = reply.json<Import>()
  t.match(queued, { fileName: 'my “course”.json', state: 'queued', course: null, report: null, finishedAt: null })
  t.equal(reply.headers.location, `/v1/authoring/imports/${queued.id}`)
  const job = await ended(author, queued.id)
  t.match(job, { state: 'done', course: 'imported', format: 'document', error: null })
  t.strictSame(job.report, { skills: 3, words: 8, phrases: 2, errors: 0, warnings: 0, infos: 0, faults: [] })
  t.same((await author.call('GET', '/v1/authoring/courses/imported')).json(), course)
  t.equal(await chunks(), 0, 'the file is forgotten')
})

t.test('a LibreLingo folder comes as a zip, and its report has every fault', async (t) => {
  const module = { 'basics/module.yaml': `${courseFiles['basics/module.yaml']}  - none.yaml\n` }
  const files = Object.entries({ ...courseFiles, ...module })
  const content = zipOf(files.map(([name, content]) => ({ name: `repository/${name}`, content })))
  const { id } = (await send(author, { file: { name: 'course.zip', content } })).json<Import>()
  const job = await ended(author, id)
  t.match(job, { state: 'done', course: 'spanish-from-english', format: 'librelingo' })
  t.match(job.report, { skills: 1, words: 1, errors: 1 })
  t.match(job.report!.faults, [{ file: 'basics/module.yaml', line: 5, code: 'missing-file', severity: 'error' }])
})

t.test('what cannot be stored has failed, and says why', async (t) => {
  const broken = await send(author, { file: { name: 'c.json', content: '{"slug": 5}' } })
  const job = await ended(author, broken.json().id)
  t.match(job, { state: 'failed', course: null, error: /^Nothing could be stored/ })
  t.ok(job.report!.errors > 0)

  const hostile = zipOf([{ name: '../evil.yaml', content: 'x' }])
  const zip = await ended(author, (await send(author, { file: { name: 'c.zip', content: hostile } })).json().id)
  t.match(zip, { state: 'failed', report: { faults: [{ code: 'zip-path' }] } })

  const other = await signUpAs(app, 'author')
  const stolen = await ended(other, (await send(other, { file: fileOf(smallCourse('imported')) })).json().id)
  t.match(stolen, { state: 'failed', course: 'imported', error: 'You are no author of a course imported' })
  t.equal(await chunks(), 0)
})

t.test('forms are refused where they are not as they should be, and nothing of them stays', async (t) => {
  const file = fileOf(smallCourse('refused'))
  const status = async (fields: Fields) => (await send(author, fields)).statusCode
  t.equal(await status({}), 400)
  t.equal(await status({ format: 'document' }), 400)
  t.equal(await status({ file: 'no file' }), 400)
  t.equal(await status({ file, format: 'docx' }), 400)
  t.equal(await status({ file, slug: 'A slug' }), 400)
  t.equal(await status({ file, target: '!' }), 400)
  t.equal(await status({ file, surprise: 'x' }), 400)
  t.equal(await status({ other: file }), 400)
  t.equal(await status({ file, second: file }), 413)
  t.equal(await status({ __proto__: 'x', file, constructor: 'x' } as never), 400)
  t.equal((await author.call('POST', '/v1/authoring/imports', file)).statusCode, 415)
  t.equal((await author.call('POST', '/v1/authoring/imports')).statusCode, 400)
  const { body, headers } = formOf({ file })
  const cut = await author.call('POST', '/v1/authoring/imports', body.subarray(0, -60), headers)
  t.equal(cut.statusCode, 400)
  const noBoundary = { 'content-type': 'multipart/form-data' }
  t.equal((await author.call('POST', '/v1/authoring/imports', body, noBoundary)).statusCode, 400)
  await until(async () => {
    const { rows } = await app.pg.query(`select 1 from import_jobs where state = 'uploading'`)
    return rows.length === 0
  })
  t.equal(await chunks(), 0)
})

t.test('a file of more than 50 MB is refused, and nothing of it stays', async (t) => {
  const reply = await send(author, { file: { name: 'c.json', content: Buffer.alloc(51 * 1024 * 1024) } })
  t.equal(reply.statusCode, 413)
  t.equal(await chunks(), 0)
})

t.test('learners import nothing', async (t) => {
  const learner = await signUp(app)
  t.equal((await send(learner, { file: fileOf({}) })).statusCode, 403)
  t.equal((await learner.call('GET', '/v1/authoring/imports')).statusCode, 403)
})

t.test('imports are listed for who made them, page by page', async (t) => {
  const { call } = await signUpAs(app, 'author')
  const ids: string[] = []
  for (let i = 0; i < 3; i++) {
    const { id } = (await send({ call }, { file: fileOf({}, `${i}.json`) })).json<Import>()
    ids.unshift(id)
    await ended({ call }, id)
  }
  const first = (await call('GET', '/v1/authoring/imports?limit=2')).json()
  const second = (await call('GET', `/v1/authoring/imports?limit=2&cursor=${first.nextCursor}`)).json()
  t.same(
    [...first.items, ...second.items].map(({ id }) => id),
    ids
  )
  t.equal(second.nextCursor, null)
  t.equal((await author.call('GET', `/v1/authoring/imports/${ids[0]}`)).statusCode, 404)
})

t.test('no more than five wait, however many are sent at once', async (t) => {
  const busy = await signUpAs(app, 'author')
  await app.pg.query(
    `insert into import_jobs (user_id, id, file_name, state, due_at)
     select $1, gen_random_uuid(), 'x', 'running', now() + interval '1 hour' from generate_series(1, 3)`,
    [busy.user.id]
  )
  const replies = await Promise.all(Array.from({ length: 6 }, () => send(busy, { file: fileOf({}) })))
  const accepted = replies.filter(({ statusCode }) => statusCode === 202)
  t.ok(accepted.length >= 2 && replies.every(({ statusCode }) => [202, 409].includes(statusCode)))
  await app.pg.query(`delete from import_jobs where user_id = $1`, [busy.user.id])
})

t.test('what a server has left when it was killed, another carries out once the lease is over', async (t) => {
  const ada = await signUpAs(app, 'author')
  const { id } = (await send(ada, { file: fileOf(smallCourse('left')) })).json<Import>()
  await ended(ada, id)
  // As it was while somebody had it.
  const content = Buffer.from(JSON.stringify(smallCourse('left-again')))
  await app.pg.query(
    `update import_jobs set state = 'running', attempts = 1, due_at = now() + interval '1 hour',
       finished_at = null, report = null, course_slug = null where id = $1`,
    [id]
  )
  await app.pg.query(`insert into import_chunks (user_id, import_id, number, bytes) values ($1, $2, 0, $3)`, [
    ada.user.id,
    id,
    content
  ])
  const other = await secondApp(t, app)
  other.carryOutImports()
  app.carryOutImports()
  t.equal((await ada.call('GET', `/v1/authoring/imports/${id}`)).json().state, 'running', 'its lease goes on')
  await app.pg.query(`update import_jobs set due_at = now() where id = $1`, [id])
  other.carryOutImports()
  app.carryOutImports()
  t.match(await ended(ada, id), { state: 'done', course: 'left-again' })
  t.equal(await chunks(), 0)
})

t.test('a server that leaves gives back what it has begun', async (t) => {
  const leaving = await secondApp(t, app)
  const ada = await signUpAs(leaving, 'author')
  const large = { ...smallCourse('given-back'), units: [] as object[] }
  const [unit] = smallCourse('given-back').units
  for (let i = 0; i < 300; i++) {
    const skills = unit!.skills.map((skill) => ({ ...skill, slug: `${skill.slug}-${i}`, items: [] }))
    large.units.push({ ...unit, slug: `unit-${i}`, skills })
  }
  const { id } = (await send(ada, { file: fileOf(large) })).json<Import>()
  await leaving.close()
  app.carryOutImports()
  await until(async () => {
    const { rows } = await app.pg.query(`select state, attempts from import_jobs where id = $1`, [id])
    return rows[0].state === 'done' && rows[0].attempts === 1
  }, 20_000)
})

t.test('what three servers have left is given up, and what broke off is removed', async (t) => {
  const ada = await signUpAs(app, 'author')
  await app.pg.query(
    `insert into import_jobs (user_id, id, file_name, state, due_at, attempts)
     values ($1, gen_random_uuid(), 'thrice', 'running', now(), 3), ($1, gen_random_uuid(), 'x', 'uploading', now(), 0)`,
    [ada.user.id]
  )
  app.carryOutImports()
  await until(async () => {
    const { rows } = await app.pg.query(`select state from import_jobs where user_id = $1`, [ada.user.id])
    return rows.length === 1 && rows[0].state === 'failed'
  }, 10_000)
  const [job] = (await ada.call('GET', '/v1/authoring/imports')).json().items
  t.match(job, { fileName: 'thrice', error: /3 attempts/ })
})

t.test('what another has drafted since the file was sent is not lost', async (t) => {
  const slug = 'meanwhile'
  const course = smallCourse(slug)
  const grace = await signUpAs(app, 'author')
  const at = `/v1/authoring/courses/${slug}`
  await author.call('PUT', at, course)
  await author.call('PUT', `${at}/collaborators/${grace.user.id}`)
  // A draft that is a minute ahead is one made while the import waits.
  const { headers } = await grace.call('GET', at)
  await grace.call('PUT', at, { ...course, accents: 'strict' }, { 'if-match': headers.etag as string })
  const ahead = Temporal.Now.instant().add({ minutes: 1 }).toString()
  const draft = app.db.updateTable('course_revisions').where('slug', '=', slug)
  await draft.set({ updated_at: ahead }).execute()
  const importOf = async () => ended(author, (await send(author, { file: fileOf(course) })).json().id)
  t.match(await importOf(), { state: 'failed', error: /^Somebody else has changed the course meanwhile/ })
  t.match((await author.call('GET', at)).json(), { accents: 'strict' })

  await draft.set({ updated_at: headers.date as string }).execute()
  t.match(await importOf(), { state: 'done' })
  t.match((await author.call('GET', at)).json(), { accents: 'note' })
})
