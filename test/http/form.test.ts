import multipart from '@fastify/multipart'
import fastify from 'fastify'
import t from 'tap'
import { readForm } from '../../src/http/form.ts'
import { formOf } from '../support/form.ts'

const app = fastify()
t.teardown(() => app.close())
await app.register(multipart, { limits: { files: 1, fields: 3, fieldSize: 10, fileSize: 100_000 } })
let taken = 0
app.post(
  '/',
  {
    preValidation: (request) =>
      readForm(request, 100_000, async (field, name, bytes) => {
        if (name === 'refused') throw Object.assign(new Error('Not this one'), { statusCode: 409 })
        taken = 0
        for await (const chunk of bytes) taken += chunk.length
        return `${field} ${name}`
      })
  },
  async (request) => request.body ?? 'none'
)

const send = async (fields: Parameters<typeof formOf>[0]) => {
  const { body, headers } = formOf(fields)
  return app.inject({ method: 'POST', url: '/', headers, payload: body })
}

t.test('fields become the body, and a file what was made of it', async (t) => {
  const reply = await send({ format: 'x', file: { name: 'a.json', content: 'hello' }, slug: 'é' })
  t.same(reply.json(), { format: 'x', file: 'file a.json', slug: 'é' })
  t.equal(taken, 5)
  t.equal((await app.inject({ method: 'POST', url: '/' })).body, 'none')
})

t.test('a file past the limit is refused, whether its size is known before or not', async (t) => {
  t.equal((await send({ file: { name: 'a', content: Buffer.alloc(100_000) } })).statusCode, 200)
  t.equal((await send({ file: { name: 'a', content: Buffer.alloc(100_001) } })).statusCode, 413)
  taken = 0
  t.equal((await send({ file: { name: 'a', content: Buffer.alloc(300_000) } })).statusCode, 413)
  t.equal(taken, 0, 'nothing of it was read')
})

t.test('what refuses a file refuses the form, and the rest of it holds up nobody', async (t) => {
  const reply = await send({ file: { name: 'refused', content: Buffer.alloc(90_000) }, format: 'x' })
  t.equal(reply.statusCode, 409)
})

t.test('a form that breaks off is refused', async (t) => {
  const { body, headers } = formOf({ file: { name: 'a', content: 'hello' } })
  for (const end of [0, 20, body.length - 80, body.length - 20]) {
    const reply = await app.inject({ method: 'POST', url: '/', headers, payload: body.subarray(0, end) })
    t.ok([200, 400].includes(reply.statusCode), `${end}: ${reply.statusCode}`)
  }
  const { statusCode } = await app.inject({
    method: 'POST',
    url: '/',
    headers: { 'content-type': 'multipart/form-data' },
    payload: body
  })
  t.equal(statusCode, 400)
})
