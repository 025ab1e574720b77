import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { DEMONSTRATION, enrolledLearner, signUpAs, testApp } from './helper.ts'
import { type Document, operationsOf } from './support/requests.ts'

const app = await testApp(t)
const [ada, eve] = [await enrolledLearner(app), await enrolledLearner(app)]
const wanted = { course: DEMONSTRATION, kind: 'lesson', skill: 'greetings' }
const { id } = (await ada.call('POST', '/v1/study-sessions', wanted)).json()
const [session] = (await ada.call('GET', '/v1/me/sessions')).json().items
// One that is over, for a server takes those that are not.
const upload = { user_id: ada.user.id, id: uuidv7(), file_name: 'course.json', state: 'failed' }
await app.db.insertInto('import_jobs').values(upload).execute()
const eveAuthor = await signUpAs(app, 'author')

const notification = uuidv7()
const told = { kind: 'answer-accepted', data: '{}', created_at: new Date().toISOString() }
await app.db
  .insertInto('notifications')
  .values({ user_id: ada.user.id, id: notification, ...told })
  .execute()

/** What is whose, by the parameter that names it, with the body that its operations take. */
const owned: Record<string, string> = { id, session: session.id, notification, import: upload.id }
/** Parameters that name what is nobody's alone, or that stand beside one that does; administrators may name anybody. */
const notOwned = ['course', 'skill', 'exercise', 'user', 'item', 'revision', 'group']
const bodies: Record<string, object> = { answerExercise: { answer: 'ciao' } }

const { rows: columns } = await app.pg.query(
  `select table_name from information_schema.columns where table_schema = 'public' and column_name = 'user_id'`
)
const tables: string[] = columns.map(({ table_name: name }) => name)

const operations = operationsOf(app.swagger() as unknown as Document)

t.test('every parameter of a path is known to name something of a learner’s, or not', async (t) => {
  const names = operations.flatMap(({ path }) => [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!))
  t.same(
    [...new Set(names)].filter((name) => !owned[name] && !notOwned.includes(name)),
    []
  )
})

for (const { method, path, operationId } of operations.filter(({ path }) =>
  Object.keys(owned).some((name) => path.includes(`{${name}}`))
)) {
  t.test(`${method} ${path} of another learner's is not found, and changes nothing`, async (t) => {
    const url = path.replace(/\{(\w+)\}/g, (_, name) => owned[name] ?? '1')
    const before = await everythingOf(ada.user.id)
    const { call } = path.startsWith('/v1/authoring') ? eveAuthor : eve
    const reply = await call(method, url, bodies[operationId])
    t.equal(reply.statusCode, 404)
    t.same(await everythingOf(ada.user.id), before)
    t.notOk(reply.body.includes(ada.user.id))
  })
}

/** A learner's rows of every table that has any, in one query. */
async function everythingOf(userId: string): Promise<object> {
  const contents = tables.map(
    (name) =>
      `'${name}', (select jsonb_agg(to_jsonb(one) order by to_jsonb(one)) from ${name} as one where user_id = $1)`
  )
  const { rows } = await app.pg.query(`select jsonb_build_object(${contents.join()}) as everything`, [userId])
  return rows[0].everything
}
