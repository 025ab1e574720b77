import { once } from 'node:events'
import { connect } from 'node:net'

/** What a round of load saw: requests answered per second, and the 99th percentile of the time that took, in ms. */
export interface Measured {
  perSecond: number
  p99: number
}

/** The requests of a round, one by one; undefined once there are no more. */
export type Requests = () => string | undefined

/** One HTTP/1.1 request as it goes over the wire. */
export function requestText(method: string, path: string, headers: Record<string, string>, body?: unknown): string {
  const content = body === undefined ? '' : JSON.stringify(body)
  const all = {
    host: '127.0.0.1',
    ...headers,
    ...(content && { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(content)) })
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${content}`
}

/**
 * Sends requests over that many connections, on each the next one once its last is answered, until the time is over or
 * there are no more: as fast as they are answered, or `perSecond` at most. It parses only what it needs, because it
 * shares a core with PostgreSQL: a whole HTTP client costs more than the servers that it measures. Throws on any reply
 * but 200.
 */
export async function load(
  port: number,
  next: Requests,
  { connections, seconds, perSecond = Infinity }: { connections: number; seconds: number; perSecond?: number }
): Promise<Measured> {
  const times: number[] = []
  const start = performance.now()
  let taken = 0
  const due = () => start + (taken++ / perSecond) * 1000
  const take = () => (performance.now() - start < seconds * 1000 ? next() : undefined)
  await Promise.all(Array.from({ length: connections }, () => keepBusy(port, due, take, times)))
  const elapsed = (performance.now() - start) / 1000
  times.sort((a, b) => a - b)
  return { perSecond: times.length / elapsed, p99: times[Math.floor(times.length * 0.99)] ?? Number.NaN }
}

/** Sends what `take` gives, when `due` says, and adds to `times` how long each took. */
async function keepBusy(port: number, due: () => number, take: Requests, times: number[]): Promise<void> {
  const socket = connect(port, '127.0.0.1').setNoDelay().setEncoding('latin1')
  await once(socket, 'connect')
  await new Promise<void>((resolve, reject) => {
    let reply = ''
    let sent = 0
    const send = () => {
      const request = take()
      if (request === undefined) return resolve()
      reply = ''
      sent = performance.now()
      socket.write(request)
    }
    const sendWhenDue = () => sendAt(due())
    // A timer is late by up to a millisecond, in which several become due; sent together they would wait for one another.
    const sendAt = (time: number): unknown => {
      const early = time - performance.now()
      if (early <= 0) return send()
      return early > 2 ? setTimeout(sendAt, early - 2, time) : setImmediate(sendAt, time)
    }
    socket.on('data', (chunk: string) => {
      reply += chunk
      const body = reply.indexOf('\r\n\r\n') + 4
      if (body < 4) return
      if (!reply.startsWith('HTTP/1.1 200')) return reject(new Error(`an unexpected reply: ${reply}`))
      const length = Number(/^content-length: (\d+)/im.exec(reply)?.[1])
      if (reply.length < body + length) return
      times.push(performance.now() - sent)
      sendWhenDue()
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the server closed the connection')))
    sendWhenDue()
  }).finally(() => socket.destroy())
}
