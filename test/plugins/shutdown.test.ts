import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import { testApp } from '../helper.ts'
import { openSocket } from '../support/server-process.ts'

t.test('a connection whose reply had begun before is closed once the reply has ended', async (t) => {
  const routes = t.testdir({
    'slowly.ts': `import { Readable } from 'node:stream'
      export default async (app) => {
        const schema = { summary: 'Half now, half later', response: { 200: { type: 'string', description: 'Halves' } } }
        app.get('/slowly', { config: { access: 'public' }, schema }, (_request, reply) => {
          const body = new Readable({ read() {} })
          body.push('half')
          app.server.once('the other half', () => body.push('whole') && body.push(null))
          reply.send(body)
        })
      }`
  })
  const app = await testApp(t, { routes: [routes] })
  const connection = await openSocket(await app.listen({ host: '127.0.0.1', port: 0 }))
  connection.send('GET /slowly HTTP/1.1\r\nHost: test\r\n\r\n')
  t.notMatch(await connection.until('half'), /connection: close/i, 'it may be used again')
  const closed = app.close()
  while (app.server.listening) await setImmediate()
  app.server.emit('the other half')
  t.match(await connection.ended, /whole/)
  await closed
})
