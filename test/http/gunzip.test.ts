import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { Type } from '@sinclair/typebox'
import fastify, { type FastifyInstance } from 'fastify'
import t from 'tap'
import validation from '../../plugins/validation.ts'
import { gunzipBody } from '../../src/http/gunzip.ts'
import { Closed } from '../../src/http/schema.ts'
import { sendProblem, serverDefaults } from '../../src/http/server-defaults.ts'
import { exchange } from '../support/raw-http.ts'

const app: FastifyInstance = fastify(serverDefaults)
t.teardown(() => app.close())
app.setErrorHandler(sendProblem)
await app.register(validation)
const body = Closed({ text: Type.String() })
const options = { bodyLimit: 10_000, preParsing: gunzipBody, schema: { body, response: { 200: body } } }
app.post('/echo', options, async ({ body }) => body)

const post = (payload: Buffer | string, encoding?: string) =>
  app.inject({
    method: 'POST',
    url: '/echo',
    payload,
    headers: { 'content-type': 'application/json', ...(encoding !== undefined && { 'content-encoding': encoding }) }
  })
const text = 'ñandú '.repeat(100)
const json = JSON.stringify({ text })
/** As many bytes as the route takes, and five million once decompressed. */
const smallBomb = gzipSync(Buffer.alloc(5_000_000, ' '))

t.test('a body is read as it is, or decompressed', async (t) => {
  for (const reply of [await post(json), await post(json, 'identity'), await post(gzipSync(json), 'GZIP')]) {
    t.equal(reply.statusCode, 200)
    t.equal(reply.json().text, text)
  }
})

t.test('what decompresses to more than the limit is refused, and no further decompressed', async (t) => {
  const bomb = gzipSync(Buffer.alloc(50_000_000, ' '))
  t.ok(bomb.length > 10_000, 'too long as it is')
  const reply = await post(bomb, 'gzip')
  t.equal(reply.statusCode, 413)
  const small = await post(smallBomb, 'gzip')
  t.equal(small.statusCode, 413)
  t.match(small.json(), { type: 'urn:parlance:too-large', detail: /10000/ })
  const within = JSON.stringify({ text: 'x'.repeat(9_900) })
  t.equal((await post(gzipSync(within), 'gzip')).statusCode, 200)
})

t.test('what is not gzip is refused as such', async (t) => {
  const whole = gzipSync(json)
  for (const broken of [json, whole.subarray(0, -9), Buffer.concat([whole.subarray(0, 30), whole.subarray(31)]), '']) {
    const reply = await post(broken, 'gzip')
    t.match(reply.json(), { status: 400 }, String(broken.length))
  }
  for (const encoding of ['br', 'deflate', 'gzip, gzip', 'x', '']) {
    const reply = await post(whole, encoding)
    t.match(reply.json(), { status: 415, type: 'urn:parlance:unsupported-encoding' }, encoding)
    t.equal(reply.headers['accept-encoding'], 'gzip')
  }
})

t.test('over a connection, a refusal arrives, and who leaves in the middle harms nobody', async (t) => {
  await app.listen({ port: 0, host: '127.0.0.1' })
  const head = `POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\n`
  const sent = (body: Buffer, length = body.length) =>
    Buffer.concat([Buffer.from(`${head}connection: close\r\ncontent-length: ${length}\r\n\r\n`), body])
  t.equal((await exchange(app, sent(gzipSync(json)))).status, 200)
  t.equal((await exchange(app, sent(smallBomb))).status, 413)
  t.equal((await exchange(app, sent(Buffer.from(json)))).status, 400)

  const left = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  left.write(sent(gzipSync(json).subarray(0, 40), 400))
  left.end()
  await once(left.resume(), 'close')
  t.equal((await post(gzipSync(json), 'gzip')).statusCode, 200)
})
