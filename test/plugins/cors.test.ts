import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { sharedApp, testApp } from '../helper.ts'

const allowed = 'access-control-allow-origin'
const app = await testApp(t, { env: { CORS_ORIGINS: 'https://app.example.org' } })

const get = (app: FastifyInstance, origin: string) => app.inject({ url: '/v1/courses', headers: { origin } })

const preflight = (app: FastifyInstance, origin: string, url = '/v1/me') =>
  app.inject({
    method: 'OPTIONS',
    url,
    headers: {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'authorization,content-type'
    }
  })

t.test('only listed origins may call from a browser', async (t) => {
  const app = await testApp(t, { env: { CORS_ORIGINS: 'https://app.example.org,http://localhost:5173' } })
  for (const origin of ['https://app.example.org', 'http://localhost:5173']) {
    const { headers } = await get(app, origin)
    t.equal(headers[allowed], origin)
    t.match(headers['access-control-expose-headers'], /etag.*retry-after/, 'and may read what they need')
  }
  const strangers = [
    'https://evil.example.org',
    'http://app.example.org',
    'https://app.example.org:8443',
    'https://app.example.org.evil.org',
    'https://APP.example.org',
    'http://localhost:3000',
    'null',
    '*'
  ]
  for (const origin of strangers) {
    const reply = await get(app, origin)
    t.equal(reply.statusCode, 200)
    t.notOk(allowed in reply.headers, origin)
    t.notOk(allowed in (await preflight(app, origin)).headers, `${origin}, asking first`)
  }
})

t.test('every reply varies by origin, and credentials go to listed origins alone', async (t) => {
  const listed = await get(app, 'https://app.example.org')
  t.equal(listed.headers['access-control-allow-credentials'], 'true')
  for (const reply of [listed, await get(app, 'null'), await app.inject('/nope')]) {
    t.match(reply.headers.vary, /\bOrigin\b/)
    t.not(reply.headers[allowed], '*')
  }
})

t.test('a preflight is answered without a token, for a route that needs one', async (t) => {
  const reply = await preflight(app, 'https://app.example.org')
  t.equal(reply.statusCode, 204)
  t.equal(reply.body, '')
  t.match(reply.headers, {
    [allowed]: 'https://app.example.org',
    'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
    'access-control-allow-headers': 'authorization,content-type',
    'access-control-max-age': '600',
    'x-content-type-options': 'nosniff'
  })
  const refused = await app.inject({ url: '/v1/me', headers: { origin: 'https://app.example.org' } })
  t.equal(refused.statusCode, 401)
  t.equal(refused.headers[allowed], 'https://app.example.org', 'so that the page can read why')
})

t.test('OPTIONS that no browser sent is answered too, and never in plain text', async (t) => {
  const app = await sharedApp()
  for (const headers of [{}, { origin: 'https://app.example.org' }]) {
    const reply = await app.inject({ method: 'OPTIONS', url: '/v1/me', headers })
    t.equal(reply.statusCode, 204)
    t.equal(reply.body, '')
  }
})

t.test('on the machine of a developer every port of localhost may call, elsewhere nobody may by default', async (t) => {
  const env = { LOG_LEVEL: 'silent', DEMONSTRATION_COURSE: 'false', JWT_SECRET: 'a secret of the test, long enough' }
  const development = await testApp(t, { env: { ...env, NODE_ENV: 'development' } })
  for (const origin of ['http://localhost:5173', 'http://localhost', 'https://127.0.0.1:8080', 'http://[::1]:3000']) {
    t.equal((await get(development, origin)).headers[allowed], origin)
  }
  for (const origin of ['null', 'http://localhost.evil.org', 'http://evil.org/localhost', 'https://app.example.org']) {
    t.notOk(allowed in (await get(development, origin)).headers, origin)
  }
  const staging = await testApp(t, { env: { ...env, NODE_ENV: 'staging' } })
  t.notOk(allowed in (await get(staging, 'http://localhost:5173')).headers)
})
