import type { FastifyReply, FastifyRequest } from 'fastify'
import t from 'tap'
import { isFresh } from '../../src/http/cache.ts'
import { version } from '../../src/version.ts'

/** What is made of a request with that `If-None-Match`, for content of that revision. */
function asked(ifNoneMatch: string | undefined, revision = 'abc') {
  const headers: Record<string, string> = {}
  const reply = {
    header(name: string, value: string) {
      headers[name] = value
      return reply
    }
  }
  const request = { headers: { 'if-none-match': ifNoneMatch } }
  const fresh = isFresh(request as unknown as FastifyRequest, reply as unknown as FastifyReply, revision)
  return { fresh, headers }
}

const etag = `"abc.${version}"`

t.test('a reply is tagged by its revision and the version of the server, and may be kept', async (t) => {
  t.strictSame(asked(undefined).headers, { etag, 'cache-control': 'public, max-age=1' })
  t.not(asked(undefined, 'abd').headers.etag, etag)
})

t.test('a client has it when one of its tags matches, weak or strong (RFC 9110 §13.1.2)', async (t) => {
  for (const held of [etag, `W/${etag}`, `"x", ${etag}`, `"x",W/${etag} , "y"`, '*']) t.ok(asked(held).fresh, held)
  for (const held of [undefined, '', '"abc"', 'abc', `"${version}"`, etag.slice(1, -1), 'W/*']) {
    t.notOk(asked(held).fresh, held ?? 'no header')
  }
})
