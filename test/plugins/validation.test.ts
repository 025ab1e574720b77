import t from 'tap'
import { testApp } from '../helper.ts'
import { keptLog } from '../support/kept-log.ts'
import { routeFile } from '../support/route-file.ts'

const routes = t.testdir({
  'echo.ts': routeFile(`
    const config = { access: 'public' }
    const fields = {
      text: Type.Optional(Type.String()),
      number: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
      flag: Type.Optional(Type.Boolean()),
      list: Type.Optional(Type.Array(Type.String()))
    }
    const reply = { 200: Type.Object(fields) }
    app.get('/echo', { config, schema: { summary: 'Echoes', querystring: Type.Object(fields), response: reply } },
      async ({ query }) => query)
    app.get('/echo/:number/:text', {
      config,
      schema: { summary: 'Echoes', params: Type.Object({ number: fields.number, text: fields.text }), response: reply }
    }, async ({ params }) => params)
    app.post('/echo', { config, schema: { summary: 'Echoes', body: Closed(fields), response: reply } },
      async ({ body }) => body)
    app.get('/tree', {
      config,
      schema: { summary: 'More than it declares', response: { 200: Type.Object({ a: Type.Object({ b: Type.String() }) }) } }
    }, async () => ({ a: { b: 'c', passwordHash: 'x' }, passwordHash: 'x' }))`)
})
const app = await testApp(t, { routes: [routes] })
const post = (body: unknown) => app.inject({ method: 'POST', url: '/echo', payload: body as object })

t.test('a query is read by its schema, from plain decimal digits only', async (t) => {
  t.strictSame((await app.inject('/echo?number=7&text=7&flag=true&list=a&list=b')).json(), {
    number: 7,
    text: '7',
    flag: true,
    list: ['a', 'b']
  })
  t.strictSame((await app.inject('/echo?list=a')).json(), { list: ['a'] })
  for (const number of ['1e309', '1e1', '0x10', '%205', '5%20', '+5', '5.5', '', 'NaN', 'Infinity', '5&number=6']) {
    const reply = await app.inject(`/echo?number=${number}`)
    t.match(reply.json(), { status: 400, errors: [{ pointer: '/query/number', message: 'must be integer' }] }, number)
  }
  for (const [number, message] of [
    ['-1', 'must be >= 0'],
    ['101', 'must be <= 100'],
    ['999999999999999', 'must be <= 100']
  ]) {
    t.match((await app.inject(`/echo?number=${number}`)).json().errors, [{ pointer: '/query/number', message }])
  }
  t.equal((await app.inject('/echo?text=a&text=b')).json().errors[0].message, 'must be string')
  t.equal((await app.inject('/echo?flag=1')).json().errors[0].message, 'must be boolean')
})

t.test('a path is read likewise', async (t) => {
  t.strictSame((await app.inject('/echo/7/7')).json(), { number: 7, text: '7' })
  for (const number of ['1e309', '0x10', '%205', '5.5']) {
    const reply = await app.inject(`/echo/${number}/a`)
    t.match(reply.json(), { status: 400, errors: [{ pointer: '/path/number', message: 'must be integer' }] }, number)
  }
})

t.test('nothing in a body is coerced, and no field vanishes', async (t) => {
  t.strictSame((await post({ number: 7, text: '7', flag: false, list: [] })).json(), {
    number: 7,
    text: '7',
    flag: false,
    list: []
  })
  for (const [body, pointer, message] of [
    [{ text: null }, '/body/text', 'must be string'],
    [{ text: true }, '/body/text', 'must be string'],
    [{ text: ['a'] }, '/body/text', 'must be string'],
    [{ number: '0x1F' }, '/body/number', 'must be integer'],
    [{ number: '7' }, '/body/number', 'must be integer'],
    [{ number: null }, '/body/number', 'must be integer'],
    [{ flag: 'true' }, '/body/flag', 'must be boolean'],
    [{ list: 'a' }, '/body/list', 'must be array'],
    [{ text: 'a', isAdmin: true }, '/body/isAdmin', 'is not a known field']
  ] as const) {
    t.match((await post(body)).json(), { status: 400, errors: [{ pointer, message }] }, JSON.stringify(body))
  }
})

t.test('text that PostgreSQL could not store is refused in body, query and path', async (t) => {
  const message = 'must not contain a NUL character or half of a surrogate pair'
  for (const text of ['a\0b', '\ud83e', '\udd8a\ud83e']) {
    t.match((await post({ text })).json().errors, [{ pointer: '/body/text', message }])
    t.match((await post({ list: ['a', text] })).json().errors, [{ pointer: '/body/list/1', message }])
  }
  t.match((await app.inject('/echo?text=a%00b')).json().errors, [{ pointer: '/query/text', message }])
  t.match((await app.inject('/echo/1/a%00b')).json().errors, [{ pointer: '/path/text', message }])
  t.equal((await post({ text: '🦊' })).json().text, '🦊')
  t.equal((await app.inject('/echo?text=%F0%9F%A6%8A')).json().text, '🦊')
  t.equal((await app.inject('/echo?text=%ED%A0%BE')).json().text, '%ED%A0%BE', 'half a pair in UTF-8 is no text at all')
})

t.test('a reply leaves with what its schema names, and nothing else', async (t) => {
  t.equal((await app.inject('/tree')).body, '{"a":{"b":"c"}}')
})

t.test('a schema that cannot be compiled fails its own route alone, with the cause in the log', async (t) => {
  const { lines, logger } = keptLog()
  const faulty = t.testdir({
    'faulty.ts': routeFile(`
      const config = { access: 'public' }
      const reply = { 200: Type.Object({}) }
      app.get('/faulty', {
        config,
        schema: { summary: 'Never answers', querystring: Type.Object({ a: Type.String({ pattern: '(' }) }), response: reply }
      }, async () => ({}))`)
  })
  const app = await testApp(t, { routes: [faulty], server: { logger }, env: { LOG_LEVEL: 'info' } })
  for (let i = 0; i < 2; i++)
    t.match((await app.inject('/faulty?a=b')).json(), { status: 500, title: 'Internal Server Error' })
  t.match(
    lines.find(({ msg }) => msg === 'request failed'),
    { err: { message: /Invalid regular expression/ } }
  )
  t.equal((await app.inject('/health/live')).statusCode, 200)
})
