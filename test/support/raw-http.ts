import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** Sends a listening server these bytes, and gives what it has replied when it has closed the connection. */
export async function exchange(app: FastifyInstance, bytes: string | Buffer) {
  const { port } = app.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
  let reply = ''
  socket.setEncoding('utf8').on('data', (data) => {
    reply += data
  })
  await once(socket, 'close')
  const [head = '', body = ''] = reply.split('\r\n\r\n')
  return { status: Number(head.split(' ')[1]), head, body }
}
