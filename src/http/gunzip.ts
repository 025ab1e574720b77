import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { FastifyRequest } from 'fastify'

/** The body is encoded in a way that the route does not read. */
class UnsupportedEncoding extends Error {
  override readonly name = 'UnsupportedEncoding'
  readonly statusCode = 415
  readonly headers = { 'accept-encoding': 'gzip' }
}

/** The body, decompressed, is longer than the route allows. */
class TooLarge extends Error {
  override readonly name = 'TooLarge'
  readonly statusCode = 413
}

/** The body is not what its encoding says. */
class BrokenEncoding extends Error {
  override readonly name = 'BrokenEncoding'
  readonly statusCode = 400
}

/** A body with the number of bytes that it took on the wire, as Fastify asks for. */
type Payload = Readable & { receivedEncodedLength?: number }

/**
 * For a route's `preParsing`: a body with `Content-Encoding: gzip` is decompressed as it arrives, and no further than to the
 * route's `bodyLimit`. Throws what becomes a 413 beyond that, 415 for other encodings, 400 for broken ones.
 */
export async function gunzipBody(request: FastifyRequest, _reply: unknown, payload: Payload): Promise<Payload> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  if (encoding === 'identity') return payload
  if (encoding !== 'gzip') throw new UnsupportedEncoding('The body may be encoded with gzip, or not at all')

  const gunzip = createGunzip()
  const body: Payload = Readable.from(readTo(request.routeOptions.bodyLimit, gunzip), { objectMode: false })
  body.receivedEncodedLength = 0
  payload.on('data', (chunk: Buffer) => {
    body.receivedEncodedLength! += chunk.length
  })
  payload.once('close', () => payload.readableEnded || gunzip.destroy())
  payload.pipe(gunzip)
  return body
}

/** What is thrown ends the decompression, but not the connection, over which the reply has yet to be sent. */
async function* readTo(limit: number, gunzip: Readable): AsyncGenerator<Buffer> {
  let length = 0
  try {
    for await (const chunk of gunzip) {
      length += chunk.length
      if (length > limit) throw new TooLarge(`The body, decompressed, is longer than ${limit} bytes`)
      yield chunk
    }
  } catch (error) {
    throw error instanceof TooLarge ? error : new BrokenEncoding('The body is not valid gzip')
  }
}
