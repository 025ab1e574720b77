import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import { testApp } from '../helper.ts'
import { keptLog } from '../support/kept-log.ts'
import { exchange } from '../support/raw-http.ts'
import { routeFile } from '../support/route-file.ts'

// Most of this is waiting for limits to be reached.
t.jobs = 4

const routes = t.testdir({
  'slow.ts': routeFile(`
    const config = { access: 'public' }
    const response = { 200: Type.Object({ text: Type.String() }) }
    const body = Closed({ text: Type.String() })
    const untilGivenUp = (request, reply) => new Promise(() => {
      request.deadline.addEventListener('abort', () => {
        reply.header('x-given-up', request.deadline.reason.name)
      })
    })
    const afterwards = async (request, reply) => {
      while (!reply.sent) await new Promise(setImmediate)
      request.log.info({ aborted: request.deadline.aborted }, 'afterwards')
      throw new Error('too late')
    }
    app.get('/hangs', { config, schema: { summary: 'Hangs', response } }, untilGivenUp)
    app.post('/hangs', { config, schema: { summary: 'Hangs', body, response } }, untilGivenUp)
    app.get('/afterwards', { config, schema: { summary: 'Ends late', response } }, afterwards)
    app.get('/gone', { config, schema: { summary: 'Is not there after all', response } }, (request, reply) => {
      request.deadline.addEventListener('abort', () => request.log.info('aborted though answered'))
      reply.callNotFound()
    })
    app.post('/echo', { config, schema: { summary: 'Echoes', body, response } }, async (request) => {
      request.log.info({ aborted: request.deadline.aborted }, 'in time')
      return request.body
    })`)
})

t.test('a request that its handler does not answer ends with a problem', async (t) => {
  const { lines, logger } = keptLog()
  const env = { HANDLER_TIMEOUT_MS: '50', LOG_LEVEL: 'info' }
  const app = await testApp(t, { routes: [routes], env, server: { logger } })

  for (const method of ['GET', 'POST'] as const) {
    const reply = await app.inject({ method, url: '/hangs', ...(method === 'POST' && { payload: { text: 'a' } }) })
    t.match(reply.json(), {
      type: 'urn:parlance:unavailable',
      title: 'Service Unavailable',
      status: 503,
      detail: 'The server did not answer in time; try again'
    })
    t.match(reply.headers, { 'retry-after': '1', 'x-given-up': 'Unavailable' }, 'and its deadline is aborted before')
  }

  t.equal((await app.inject('/afterwards')).statusCode, 503)
  while (!lines.some(({ msg }) => msg === 'afterwards')) await turn()
  t.match(
    lines.find(({ msg }) => msg === 'afterwards'),
    { aborted: true },
    'who asks for the deadline late finds it aborted'
  )

  t.equal((await app.inject('/gone')).statusCode, 404)
  t.equal((await app.inject('/hangs')).statusCode, 503)
  t.notOk(
    lines.some(({ msg }) => msg === 'aborted though answered'),
    'no timer outlives its request'
  )

  const prompt = await app.inject({ method: 'POST', url: '/echo', payload: { text: 'a' } })
  t.equal(prompt.statusCode, 200)
  t.match(
    lines.find(({ msg }) => msg === 'in time'),
    { aborted: false }
  )
})

t.test('a request that trickles in is cut off, and is not taken for a slow handler', async (t) => {
  const env = { REQUEST_TIMEOUT_MS: '200', HANDLER_TIMEOUT_MS: '50' }
  const app = await testApp(t, { routes: [routes], env })
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const head = 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
  const start = performance.now()
  const replies = await Promise.all([
    exchange(app, `${head}Content-Length: 20\r\n\r\n{"text":`),
    exchange(app, `${head}Transfer-Encoding: chunked\r\n\r\n8\r\n{"text":\r\n`),
    exchange(app, head)
  ])
  t.ok(performance.now() - start < 10_000, 'soon after its time, not when Node looks by default')
  for (const { status, head, body } of replies) {
    t.equal(status, 408)
    t.match(head, /Content-Type: application\/problem\+json/)
    t.match(JSON.parse(body), { status: 408, title: 'Request Timeout', detail: 'The request took too long to arrive' })
  }
  t.equal((await fetch(`${origin}/health/live`)).status, 200)
})

t.test('a connection stays open between requests for as long as configured', async (t) => {
  const app = await testApp(t, { env: { KEEP_ALIVE_TIMEOUT_MS: '100' } })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { status, head } = await exchange(app, 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n')
  t.equal(status, 200)
  t.match(head, /connection: keep-alive/i, 'it was the server that closed it afterwards')
})
