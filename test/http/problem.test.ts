import { errorCodes } from 'fastify'
import t from 'tap'
import { Unauthorized } from '../../src/accounts/tokens.ts'
import { Conflict, NotFound, toProblem, Unavailable } from '../../src/http/problem.ts'
import { Invalid } from '../../src/http/validation.ts'

const hidden = {
  problem: {
    type: 'about:blank',
    title: 'Internal Server Error',
    status: 500,
    detail: 'The server failed to answer. Quote the instance when you report it.',
    instance: 'id'
  },
  headers: {}
}

t.test('an error of the project keeps its words, and its name becomes the type', async (t) => {
  t.strictSame(toProblem(new NotFound('No course x'), 'id'), {
    problem: {
      type: 'urn:parlance:not-found',
      title: 'Not Found',
      status: 404,
      detail: 'No course x',
      instance: 'id'
    },
    headers: {}
  })
  t.match(toProblem(new Conflict('It is there'), 'id').problem, { type: 'urn:parlance:conflict', status: 409 })
  const errors = [{ pointer: '/body', message: 'is required' }]
  t.match(toProblem(new Invalid(errors), 'id').problem, { type: 'urn:parlance:validation', status: 400, errors })
})

t.test('headers go along', async (t) => {
  t.strictSame(toProblem(new Unavailable('Later', 7), 'id').headers, { 'retry-after': '7' })
  t.strictSame(toProblem(new Unauthorized('Sign in'), 'id').headers, { 'www-authenticate': 'Bearer' })
})

t.test('an error of the framework means what its status says', async (t) => {
  const error = new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
  t.match(toProblem(error, 'id').problem, { type: 'about:blank', status: 413, detail: 'Request body is too large' })
})

t.test('whatever else is thrown shows nothing of itself', async (t) => {
  const secret = 'password=hunter2'
  const thrown = [
    new Error(secret),
    new TypeError(secret),
    Object.assign(new Error(secret), { statusCode: 500 }),
    Object.assign(new Error(secret), { statusCode: 502 }),
    Object.assign(new Error(secret), { statusCode: 200 }),
    Object.assign(new Error(secret), { statusCode: 'x' }),
    Object.assign(new Error(secret), { code: '42601' }),
    { statusCode: 404, message: secret },
    secret,
    null,
    undefined
  ]
  for (const error of thrown) t.strictSame(toProblem(error, 'id'), hidden, String(error))
})

t.test("what the database refuses is told in the project's words", async (t) => {
  const error = Object.assign(new Error('duplicate key value violates "users_email_key"'), { code: '23505' })
  t.match(toProblem(error, 'id').problem, { type: 'urn:parlance:refused', status: 409, detail: 'It exists already' })
  const lost = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED' })
  t.match(toProblem(lost, 'id'), {
    problem: { type: 'urn:parlance:unavailable', status: 503, detail: 'The database does not answer; try again' },
    headers: { 'retry-after': '1' }
  })
})
