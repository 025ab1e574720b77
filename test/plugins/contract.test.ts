import t, { type Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { testApp, testEnv } from '../helper.ts'
import { sharedDatabase } from '../support/database.ts'
import { routeFile } from '../support/route-file.ts'

/** Of a user and of a session: any will do where only roles matter. */
const id = '0199f0a4-7b1c-7d3e-8a5f-0c2d4e6f8a1b'

type Files = Parameters<Test['testdir']>[0]

/** What somebody reads who starts the server with these files among its routes. */
async function refusal(t: Test, files: Files): Promise<string> {
  const env = { ...testEnv, DATABASE_URL: await sharedDatabase() }
  const folder = t.testdir(files)
  const app = await buildApp({ env, routes: [folder] })
  t.teardown(() => app.close())
  const message = await app.ready().then(
    () => '',
    (error) => `${error.name}: ${error.message}`
  )
  return message.replaceAll(folder.slice(folder.indexOf('.tap')), 'routes')
}

const refused = (...faults: string[]) =>
  `ContractError: The server does not start, because routes break the contract:\n${faults.map((fault) => `  ${fault}`).join('\n')}`

const summary = `summary: 'A route of the test'`
const response = 'response: { 200: Type.Object({ ok: Type.Boolean() }) }'
const handler = 'async () => ({ ok: true })'
const plainly = (url: string) => routeFile(`app.get('${url}', { schema: { ${summary}, ${response} } }, ${handler})`)

t.test('a route without a summary does not start', async (t) => {
  const files = { v1: { 'things.ts': routeFile(`app.get('/things', { schema: { ${response} } }, ${handler})`) } }
  t.equal(
    await refusal(t, files),
    refused("routes/v1/things.ts: GET /v1/things has no summary: add `summary: 'What it does'` to its schema")
  )
})

/** What does not start: a folder of routes each, and the lines that its author reads. */
const refusals: Record<string, { folder: string; files: Files; faults: string[] }> = {
  'a route without a response schema': {
    folder: 'no-response',
    files: { 'things.ts': routeFile(`app.get('/things', { schema: { ${summary} } }, ${handler})`) },
    faults: ['/things.ts: GET /no-response/things has no response schema: add `response: { 200: … }` to its schema']
  },
  'a route with nothing but a handler': {
    folder: 'nothing',
    files: { 'things.ts': routeFile(`app.get('/things', ${handler})`) },
    faults: [
      "/things.ts: GET /nothing/things has no summary: add `summary: 'What it does'` to its schema",
      '/things.ts: GET /nothing/things has no response schema: add `response: { 200: … }` to its schema'
    ]
  },
  'a POST without a body schema': {
    folder: 'no-body',
    files: { 'things.ts': routeFile(`app.post('/things', { schema: { ${summary}, ${response} } }, ${handler})`) },
    faults: [
      '/things.ts: POST /no-body/things takes a body without a schema: add `body: Closed({ … })`, or `body: NoBody` where it takes none'
    ]
  },
  'a parameter of the URL without a schema, one of a folder neither,': {
    folder: 'no-params',
    files: { _course: { 'x.ts': routeFile(`app.get('/:id', { schema: { ${summary}, ${response} } }, ${handler})`) } },
    faults: [
      '/_course/x.ts: GET /no-params/:course/:id has no schema for course, id in its URL: add `params: Type.Object({ … })`'
    ]
  },
  'a body that lets unknown fields through, however deep,': {
    folder: 'open',
    files: {
      'things.ts': routeFile(`
        const body = Closed({ list: Type.Array(Type.Object({ name: Type.String() })) })
        app.post('/things', { schema: { ${summary}, ${response}, body } }, ${handler})`)
    },
    faults: [
      '/things.ts: POST /open/things accepts unknown fields in body/list/items: make it `Closed({ … })`, or set additionalProperties'
    ]
  },
  'an access that does not exist': {
    folder: 'anyone',
    files: {
      'things.ts': routeFile(
        `app.get('/things', { config: { access: 'anyone' }, schema: { ${summary}, ${response} } }, ${handler})`
      )
    },
    faults: [
      "/things.ts: GET /anyone/things has the unknown access 'anyone': use one of public, learner, author, admin"
    ]
  },
  'an operation that has the id of another, whether it was given or derived,': {
    folder: 'same',
    files: {
      'a.ts': routeFile(`app.get('/a-b', { schema: { ${summary}, ${response} } }, ${handler})
        app.get('/me', { schema: { ${summary}, ${response}, operationId: 'getMe' } }, ${handler})`),
      'b.ts': routeFile(`app.get('/a/b', { schema: { ${summary}, ${response} } }, ${handler})`)
    },
    faults: [
      "/a.ts: GET /same/me has the operationId 'getMe' of routes/v1/me/me.ts: GET /v1/me: give it one of its own",
      "/b.ts: GET /same/a/b has the operationId 'getSameAB' of routes/same/a.ts: GET /same/a-b: give it one of its own"
    ]
  },
  'a file that registers no route, whatever it exports,': {
    folder: 'idle',
    files: {
      'constants.ts': 'export const answer = 42\n',
      'empty.ts': '',
      'helper.js': 'export function helper() {}\n',
      'idle.ts': routeFile('')
    },
    faults: ['constants.ts', 'empty.ts', 'helper.js', 'idle.ts'].map(
      (name) => `/${name} registers no route: export as its default a plugin that does, or move the file to src/`
    )
  },
  'a file beside an index, which would not be loaded,': {
    folder: 'beside',
    files: { 'index.ts': plainly(''), 'other.ts': plainly('/other'), deeper: { 'third.ts': plainly('/third') } },
    faults: ['/other.ts is not loaded, because index.ts stands beside it: give index.ts another name']
  }
}

t.test('what does not keep the contract does not start', async (t) => {
  const folders = Object.values(refusals).map(({ folder, files }) => [folder, files] as const)
  const [, ...told] = (await refusal(t, Object.fromEntries(folders) as Files)).split('\n')
  for (const [what, { folder, faults }] of Object.entries(refusals)) {
    const start = `  routes/${folder}`
    const lines = told.filter((line) => line.startsWith(`${start}/`)).map((line) => line.slice(start.length))
    t.same(lines, faults, `${what} does not start`)
  }
  t.equal(told.length, Object.values(refusals).flatMap(({ faults }) => faults).length, 'and nothing else is')
})

t.test('everything that is wrong is told at once', async (t) => {
  const files = {
    'a.ts': routeFile(`app.post('/a/:id', ${handler})
      app.get('/b', { config: { access: 'anyone' }, schema: { ${response} } }, ${handler})`),
    'c.ts': ''
  }
  const message = await refusal(t, files)
  t.strictSame(
    message
      .split('\n')
      .slice(1)
      .map((line) => /^ {2}(routes\/\S+?:? .*?)(?:: add|: use|: export|$)/.exec(line)![1]),
    [
      'routes/a.ts: POST /a/:id has no summary',
      'routes/a.ts: POST /a/:id has no response schema',
      'routes/a.ts: POST /a/:id takes a body without a schema',
      'routes/a.ts: POST /a/:id has no schema for id in its URL',
      'routes/a.ts: GET /b has no summary',
      "routes/a.ts: GET /b has the unknown access 'anyone'",
      'routes/c.ts registers no route'
    ]
  )
})

t.test('ten lines make a route that is documented, validated and for those who have signed in', async (t) => {
  const routes = t.testdir({
    v1: {
      words: {
        'random.ts': `
          import { Type } from '@sinclair/typebox'
          export default async (app) => {
            const querystring = Type.Object({ length: Type.Integer({ minimum: 1 }) })
            const response = { 200: Type.Object({ word: Type.String() }) }
            app.get('/random', { schema: { summary: 'A word', querystring, response } }, async ({ query }) => ({
              word: 'x'.repeat(query.length), secret: 1
            }))
          }`
      }
    }
  })
  const app = await testApp(t, { routes: [routes] })
  const { accessToken } = app.signAccessToken({ id, role: 'learner' }, id)
  const get = (url: string) => app.inject({ url, headers: { authorization: `Bearer ${accessToken}` } })

  const document = (await app.inject('/openapi.json')).json()
  t.match(document.paths['/v1/words/random'].get, {
    operationId: 'getV1WordsRandom',
    summary: 'A word',
    tags: ['words'],
    security: [{ accessToken: [] }],
    parameters: [{ in: 'query', name: 'length', required: true, schema: { type: 'integer', minimum: 1 } }],
    responses: { 200: {}, 400: {}, 401: {}, 429: {}, 500: {}, 503: {} }
  })
  t.equal((await app.inject('/v1/words/random?length=3')).statusCode, 401, 'not for the public')
  t.equal((await get('/v1/words/random?length=0')).statusCode, 400)
  t.equal((await get('/v1/words/random')).statusCode, 400)
  t.match((await get('/v1/words/random?length=3&x=1')).json(), {
    status: 400,
    errors: [{ pointer: '/query/x', message: 'is not a known field' }]
  })
  t.strictSame((await get('/v1/words/random?length=3')).json(), { word: 'xxx' }, 'nothing leaves that is not declared')
})

t.test('what a route does not say is completed', async (t) => {
  const routes = t.testdir({
    'things.ts': routeFile(`
      const schema = { ${summary}, ${response} }
      const access = 'public'
      app.get('/plain', { config: { access }, schema }, ${handler})
      app.post('/no-body', { config: { access }, schema: { ...schema, body: NoBody } }, ${handler})
      app.delete('/deleted', { config: { access }, schema }, ${handler})
      app.get('/authors', { config: { access: 'author' }, schema }, ${handler})
      app.get('/hidden', { schema: { hide: true } }, ${handler})`)
  })
  const app = await testApp(t, { routes: [routes] })
  const as = (role: 'learner' | 'author' | 'admin') => {
    const { accessToken } = app.signAccessToken({ id, role }, id)
    return { authorization: `Bearer ${accessToken}` }
  }

  t.test('a query parameter that nobody declared is refused', async (t) => {
    const reply = await app.inject('/plain?page=2')
    t.match(reply.json(), { status: 400, errors: [{ pointer: '/query/page', message: 'is not a known field' }] })
  })

  t.test('a body that nobody asked for is refused, an empty one is not', async (t) => {
    const type = { 'content-type': 'application/json' }
    for (const method of ['POST', 'DELETE'] as const) {
      const url = method === 'POST' ? '/no-body' : '/deleted'
      const message = 'must be empty: this operation takes no body'
      for (const payload of ['{"a":1}', '[1]', '"text"', '0', 'false']) {
        const reply = await app.inject({ method, url, headers: type, payload })
        t.match(reply.json(), { status: 400, errors: [{ pointer: '/body', message }] }, `${method} ${payload}`)
      }
      t.equal((await app.inject({ method, url })).statusCode, 200, `${method} with nothing`)
      for (const payload of ['', '{}', 'null']) {
        t.equal((await app.inject({ method, url, headers: type, payload })).statusCode, 200, `${method} '${payload}'`)
      }
    }
  })

  t.test('who may call is enforced', async (t) => {
    t.equal((await app.inject('/authors')).statusCode, 401)
    t.match((await app.inject({ url: '/authors', headers: as('learner') })).json(), {
      status: 403,
      type: 'urn:parlance:forbidden',
      detail: 'This takes the role author; yours is learner'
    })
    t.equal((await app.inject({ url: '/authors', headers: as('author') })).statusCode, 200)
    t.equal((await app.inject({ url: '/authors', headers: as('admin') })).statusCode, 200)
    t.hasStrict(app.swagger().paths!['/authors']!.get!.responses, { 401: {}, 403: {} })
  })

  t.test('a hidden route is left out of the document, and still not public', async (t) => {
    t.notOk(app.swagger().paths!['/hidden'])
    t.equal((await app.inject('/hidden')).statusCode, 401)
    t.equal((await app.inject({ url: '/hidden', headers: as('learner') })).statusCode, 200)
  })
})
