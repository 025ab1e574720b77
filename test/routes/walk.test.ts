import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { encodeCursor } from '../../src/http/page.ts'
import type { StudySession } from '../../src/learning/study-session.ts'
import { notify } from '../../src/notifications/notifications.ts'
import { DEMONSTRATION, enrolledLearner, signUp, testApp } from '../helper.ts'
import { conformanceOf } from '../support/conformance.ts'
import { ownDatabase } from '../support/database.ts'
import {
  type Document,
  exampleRequest,
  hostileRequests,
  type Known,
  type Operation,
  operationsOf,
  type Request,
  validRequests
} from '../support/requests.ts'

// The same requests every time. A failure prints the request, and the path to it for fc.assert's `path`.
const seed = 20260131
// Its examples must find nobody there before them.
const app = await testApp(t, { env: { DATABASE_URL: await ownDatabase() } })
const document = app.swagger() as unknown as Document
const { schemas } = document.components
const operations = operationsOf(document)

// The examples of the document belong together: its login is that of its registration.
const registration = operations.find(({ path }) => path === '/v1/auth/register')!
await send(app, exampleRequest(registration, {}))

const reader = await stage(app)
const asAdmin = await administrator(app)

for (const operation of operations) {
  t.test(`${operation.method} ${operation.path} keeps its contract, whatever it is sent`, async (t) => {
    // Reading leaves everything as it is.
    const { known, authorization } = operation.method === 'GET' ? reader : await stage(app)
    const example = exampleRequest(operation, known)

    const stranger = await send(app, example)
    t.equal(stranger === 401, !operation.isPublic, `without a token it is ${operation.isPublic ? '' : 'not '}public`)

    const learner = await send(app, example, authorization)
    t.notOk([400, 401, 413, 415, 422].includes(learner), `its own example is understood (${learner})`)

    const property = (requests: fc.Arbitrary<Request>, check: (status: number, body: string) => void) =>
      fc.asyncProperty(requests, async (request) => {
        await send(app, request, authorization, check)
      })
    const runs = (numRuns: number) => ({ seed, numRuns, includeErrorInReport: true })
    // Of an operation that takes nothing, one request is valid.
    const valid = operation.body || operation.parameters.length > 0 ? 20 : 1
    await fc.assert(property(validRequests(operation, known, schemas), refusesNothingValid), runs(valid))
    await fc.assert(
      property(hostileRequests(operation, known, schemas), () => {}),
      runs(60)
    )
    if (!operation.takesRole) return
    const anyOf = fc.oneof(validRequests(operation, known, schemas), hostileRequests(operation, known, schemas))
    await fc.assert(
      fc.asyncProperty(anyOf, async (request) => {
        await send(app, { ...request, headers: { 'if-match': '*', ...request.headers } }, asAdmin)
      }),
      runs(20)
    )
  })
}

t.test('a method that a path does not have is as unknown as its path', async (t) => {
  const { authorization } = reader
  for (const path of Object.keys(document.paths)) {
    const [operation] = operations.filter((candidate) => candidate.path === path)
    const documented = operations.filter((candidate) => candidate.path === path).map(({ method }) => method as string)
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND']) {
      if (documented.includes(method)) continue
      const { url } = exampleRequest(operation!, {})
      t.equal(await send(app, { method, url, headers: {} }, authorization), 404, `${method} ${url}`)
    }
  }
})

/** What the examples need to be there: a learner who is enrolled, has a study session and an answer of it accepted. */
async function stage(app: FastifyInstance): Promise<{ known: Known; authorization: string }> {
  const learner = await enrolledLearner(app)
  const wanted = { course: DEMONSTRATION, kind: 'lesson', skill: 'greetings' }
  const { id, exercises } = (await learner.call('POST', '/v1/study-sessions', wanted)).json<StudySession>()
  // The document's example of an answer is text.
  const typed = exercises.filter(({ kind }) => kind === 'type')
  const reported = typed.pop()!.id
  // Nobody's answer before: an administrator may have accepted that.
  const answer = `xyzzy ${learner.user.id}`
  await learner.call('PUT', `/v1/study-sessions/${id}/answers/${reported}`, { answer })
  await learner.call('POST', '/v1/me/answer-reports', { session: id, exercise: reported, comment: 'Why not?' })
  const [group] = await app.db
    .selectFrom('answer_reports')
    .select('group_id as id')
    .where('user_id', '=', learner.user.id)
    .execute()
  const data = { course: DEMONSTRATION, session: id, exercise: reported, answer, xp: 1 }
  await notify(app.db, learner.user.id, { kind: 'answer-accepted', data }, Temporal.Now.instant())
  const [notification] = (await learner.call('GET', '/v1/me/notifications')).json().items
  const known = {
    refreshToken: [learner.refreshToken],
    id: [id],
    session: [id],
    notification: [notification.id],
    group: [group!.id],
    exercise: [...typed, ...exercises].map((exercise) => exercise.id),
    cursor: [encodeCursor('a')]
  }
  return { known, authorization: `Bearer ${learner.accessToken}` }
}

/** Somebody whom no operation refuses for their role. */
async function administrator(app: FastifyInstance): Promise<string> {
  const { user } = await signUp(app)
  await app.db.updateTable('users').set({ role: 'admin' }).where('id', '=', user.id).execute()
  return `Bearer ${app.signAccessToken({ id: user.id, role: 'admin' }, user.id).accessToken}`
}

/** Sends a request, throws where the reply is a 5xx or not as the document says, and gives its status. */
async function send(
  app: FastifyInstance,
  { method, url, headers, body }: Request,
  authorization?: string,
  check: (status: number, body: string) => void = () => {}
): Promise<number> {
  const reply = await app.inject({
    method: method as Operation['method'],
    url,
    headers: { ...(authorization && { authorization }), ...headers },
    ...(body !== undefined && { payload: body })
  })
  const { statusCode: status, headers: replied } = reply
  if (status >= 500) throw new Error(`${method} ${url} replied ${status}: ${reply.body}`)
  // The URL as it arrived: on the way `..` is resolved.
  const fault = conformanceOf(app).fault(method, reply.raw.req.url!, {
    status,
    type: replied['content-type'],
    body: reply.body
  })
  if (fault) throw new Error(fault)
  check(status, reply.body)
  return status
}

/** Nothing but a cursor, which cannot be made up, is refused although its schema accepts it. */
function refusesNothingValid(status: number, body: string): void {
  if (status !== 400) return
  const { errors = [] } = JSON.parse(body)
  if (errors.length !== 1 || errors[0].pointer !== '/query/cursor')
    throw new Error(`A valid request was refused: ${body}`)
}
