import t, { type Test } from 'tap'
import { testApp } from '../helper.ts'
import { keptLog } from '../support/kept-log.ts'
import { exchange } from '../support/raw-http.ts'
import { routeFile } from '../support/route-file.ts'

const routes = t.testdir({
  'faulty.ts': routeFile(`
    const config = { access: 'public' }
    const schema = { summary: 'Fails', response: { 200: Type.Object({ name: Type.String() }) } }
    const secret = 'password=hunter2'
    const throwing = {
      error: () => { throw new Error(secret, { cause: secret }) },
      rejection: async () => { throw new TypeError(secret) },
      later: () => new Promise((_, reject) => setImmediate(reject, new Error(secret))),
      text: async () => { throw secret },
      null: async () => { throw null },
      nothing: async () => { throw undefined },
      '502': async () => { throw Object.assign(new Error(secret), { statusCode: 502 }) },
      unserialisable: async () => ({ secret })
    }
    for (const [name, handler] of Object.entries(throwing)) app.get('/throws/' + name, { config, schema }, handler)
    app.get('/teapot', { config, schema }, async () => {
      throw Object.assign(new Error('I am a teapot'), { statusCode: 418, headers: { 'x-tea': 'green' } })
    })`),
  'echo.ts': routeFile(`
    const body = Closed({ text: Type.String(), numbers: Type.Optional(Type.Array(Type.Integer())) })
    const schema = { summary: 'Echoes', body, response: { 200: body } }
    app.post('/echo', { config: { access: 'public' }, schema }, async (request) => request.body)`),
  'sql.ts': `
    import { sql } from 'kysely'
    ${routeFile(`
      const schema = { summary: 'Runs SQL', body: Closed({ sql: Type.String() }), response: { 200: Type.Null() } }
      app.post('/sql', { config: { access: 'public' }, schema }, async (request) => {
        await sql.raw(request.body.sql).execute(app.db)
        return null
      })`)}`
})
const { lines, logger } = keptLog()
const app = await testApp(t, { routes: [routes], env: { LOG_LEVEL: 'info' }, server: { logger } })

const json = { 'content-type': 'application/json' }
const post = (payload: string, headers: Record<string, string> = json) =>
  app.inject({ method: 'POST', url: '/echo', headers, payload })

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Holds a reply against the one shape of problems, and gives the problem. */
function problemOf(t: Test, reply: { statusCode: number; headers: object; body: string }, status: number) {
  t.equal(reply.statusCode, status)
  t.match(reply.headers, { 'content-type': /^application\/problem\+json/, 'x-content-type-options': 'nosniff' })
  const problem = JSON.parse(reply.body)
  t.match(problem, {
    type: /^(about:blank|urn:parlance:[a-z-]+)$/,
    status,
    title: /^[A-Z]/,
    detail: /./,
    instance: uuid
  })
  return problem
}

t.test('an unknown route, or a method that a path does not have, is a 404 that names it', async (t) => {
  for (const [method, url] of [
    ['GET', '/nope?secret=1'],
    ['GET', '/'],
    ['PUT', '/v1/me'],
    ['DELETE', '/v1/courses'],
    ['POST', '/openapi.json']
  ] as const) {
    const problem = problemOf(t, await app.inject({ method, url }), 404)
    t.match(problem, { type: 'urn:parlance:not-found', detail: `No route ${method} ${url.split('?')[0]}` })
  }
})

t.test('a request that is not valid is told where, at most 20 times', async (t) => {
  const problem = problemOf(t, await post('{"numbers":["a"],"more":1}'), 400)
  t.match(problem, { type: 'urn:parlance:validation', title: 'Bad Request', detail: 'The request is not valid' })
  t.strictSame(problem.errors, [
    { pointer: '/body/text', message: 'is required' },
    { pointer: '/body/more', message: 'is not a known field' },
    { pointer: '/body/numbers/0', message: 'must be integer' }
  ])
  const many = problemOf(t, await post(JSON.stringify({ text: '', numbers: Array(100).fill('x') })), 400)
  t.equal(many.errors.length, 20)
})

t.test('a body that is not JSON is told apart from one that is missing', async (t) => {
  for (const body of [
    '{',
    '{"text":"a",}',
    "{'text':'a'}",
    'text',
    '{"text":"a"} x',
    '\u0000',
    '[1,]',
    '{"text":NaN}'
  ]) {
    const problem = problemOf(t, await post(body), 400)
    t.match(problem, { type: 'about:blank', detail: /not valid JSON/ }, body)
    t.notOk(problem.errors)
  }
  for (const body of ['', 'null', '[]', '"text"', '1']) {
    const problem = problemOf(t, await post(body), 400)
    t.strictSame(problem.errors, [{ pointer: '/body', message: 'must be object' }], body)
  }
  const nothing = await app.inject({ method: 'POST', url: '/echo' })
  t.strictSame(problemOf(t, nothing, 400).errors, [{ pointer: '/body', message: 'must be object' }])
})

t.test('a body cannot reach the prototypes of objects', async (t) => {
  const hostile = [
    '{"__proto__":{"polluted":true}}',
    '{"text":"a","\\u005f_proto__":{"polluted":true}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"text":"a","numbers":[{"__proto__":{"polluted":true}}]}'
  ]
  for (const body of hostile) problemOf(t, await post(body), 400)
  t.equal(({} as { polluted?: boolean }).polluted, undefined)
})

t.test('a body of 20,000 levels is a fault of the request', async (t) => {
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}']
  ] as const) {
    const deep = `{"text":${open.repeat(20_000)}1${close.repeat(20_000)}}`
    const problem = problemOf(t, await post(deep), 400)
    t.strictSame(problem.errors, [{ pointer: '/body', message: 'must not be nested deeper than 32 levels' }])
  }
})

t.test('a body that is too large is not read', async (t) => {
  const problem = problemOf(t, await post(JSON.stringify({ text: 'x'.repeat(256 * 1024) })), 413)
  t.equal(problem.detail, 'Request body is too large')
  t.equal((await post(JSON.stringify({ text: 'x'.repeat(255 * 1024) }))).statusCode, 200)
})

t.test('only JSON is understood', async (t) => {
  for (const type of [
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'json',
    'application/vnd.api+json'
  ]) {
    problemOf(t, await post('{"text":"a"}', { 'content-type': type }), 415)
  }
  t.equal((await post('{"text":"é"}', { 'content-type': 'application/json; charset=utf-8' })).json().text, 'é')
})

t.test('a URL that cannot be decoded, or is too long, is a problem like any other', async (t) => {
  for (const url of ['/%zz', '/v1/courses/%E0%A4%A', '/v1/courses/%ff', '/%']) {
    t.match(problemOf(t, await app.inject(url), 400), { detail: /is not a valid url component/ }, url)
  }
  t.match(problemOf(t, await app.inject(`/v1/courses/${'a'.repeat(201)}`), 414), { title: 'URI Too Long' })
  t.equal((await app.inject(`/v1/courses?target=%zz`)).statusCode, 200, 'a query that cannot is taken as it is written')
})

t.test('what breaks HTTP itself still gets a problem', async (t) => {
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const cases: [string, number, string][] = [
    ['nonsense\r\n\r\n', 400, 'The request is not valid HTTP'],
    ['BREW / HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'The request is not valid HTTP'],
    [
      'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
      'The request is not valid HTTP'
    ],
    [`GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'The headers are too large'],
    [`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431, 'The headers are too large']
  ]
  for (const [request, status, detail] of cases) {
    const { head, body, ...reply } = await exchange(app, request)
    t.equal(reply.status, status, request.slice(0, 40))
    t.match(head, /\r\nContent-Type: application\/problem\+json\r\n/)
    t.match(head, `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close`)
    t.match(JSON.parse(body), { type: 'about:blank', status, title: /^[A-Z]/, detail, instance: uuid })
  }
  t.equal((await fetch(`${origin}/health/live`)).status, 200, 'and others are served on')
})

t.test('an error that nobody expected shows nothing of its cause, while the log line has it', async (t) => {
  for (const name of ['error', 'rejection', 'later', 'text', 'null', 'nothing', '502', 'unserialisable']) {
    lines.length = 0
    const reply = await app.inject(`/throws/${name}`)
    const problem = problemOf(t, reply, 500)
    t.strictSame(
      { ...problem, instance: '' },
      {
        type: 'about:blank',
        title: 'Internal Server Error',
        status: 500,
        detail: 'The server failed to answer. Quote the instance when you report it.',
        instance: ''
      },
      name
    )
    t.notMatch(reply.payload + JSON.stringify(reply.headers), /hunter2/)
    const [line] = lines.filter(({ level }) => level === 50)
    t.match(line, { reqId: problem.instance, msg: 'request failed' })
    if (['error', 'rejection', 'later', '502'].includes(name)) {
      t.match(line, { err: { message: 'password=hunter2', stack: /faulty\.ts/ } })
    }
  }
})

t.test('an error with a status of its own keeps its words and headers, and is nobody to alarm about', async (t) => {
  lines.length = 0
  const reply = await app.inject('/teapot')
  t.match(problemOf(t, reply, 418), { type: 'about:blank', title: "I'm a Teapot", detail: 'I am a teapot' })
  t.equal(reply.headers['x-tea'], 'green')
  t.notOk(lines.some(({ level }) => level > 30))
})

t.test('what the database refuses is never a failure of the server', async (t) => {
  await app.pg.query('create table words (text text primary key, of text references words)')
  const cases: [code: string, status: number, sql: string][] = [
    ['22003', 400, 'select 99999999999::int4'],
    ['22007', 400, `select 'x'::date`],
    ['22008', 400, `select '2026-02-30'::date`],
    ['22009', 400, `select '2026-01-01 00:00+99:00'::timestamptz`],
    ['22021', 400, String.raw`select convert_from('\xff', 'utf8')`],
    ['22P02', 400, `select 'x'::uuid`],
    ['22P05', 400, String.raw`select '"\u0000"'::jsonb`],
    ['2201W', 400, 'select 1 limit -1'],
    ['54000', 400, `insert into words select string_agg(md5(n::text), '') from generate_series(1, 1000) as n`],
    ['54001', 400, `select repeat('[', 100000)::jsonb`],
    ['23505', 409, `insert into words values ('a'), ('a')`],
    ['23503', 409, `insert into words values ('b', 'nowhere')`],
    ['40001', 503, `do $$ begin raise sqlstate '40001'; end $$`],
    ['57014', 503, `do $$ begin raise sqlstate '57014'; end $$`]
  ]
  for (const [code, status, sql] of cases) {
    const reply = await app.inject({ method: 'POST', url: '/sql', payload: { sql } })
    const problem = problemOf(t, reply, status)
    t.notMatch(problem.detail, /words|select|jsonb|SQL/i, `${code}: ${problem.detail}`)
    t.equal(reply.headers['retry-after'], status === 503 ? '1' : undefined)
  }
  const fault = await app.inject({
    method: 'POST',
    url: '/sql',
    payload: { sql: 'select secret from nowhere_else where' }
  })
  t.notMatch(problemOf(t, fault, 500).detail, /secret/, 'our own bad SQL is one, and tells nothing')
})
