import t from 'tap'
import { securityHeaders } from '../../src/http/security-headers.ts'
import { sharedApp } from '../helper.ts'

t.test('every reply has the security headers, whoever gave it', async (t) => {
  const app = await sharedApp()
  const post = { method: 'POST', url: '/v1/auth/login' } as const
  const replies = {
    'a success': await app.inject('/v1/courses'),
    health: await app.inject('/health'),
    'a 304': await app.inject({ url: '/v1/courses', headers: { 'if-none-match': '*' } }),
    'an unknown route': await app.inject('/nope'),
    'a refused token': await app.inject('/v1/me'),
    'a body that is not valid': await app.inject({ ...post, payload: {} }),
    'a body that is not JSON': await app.inject({
      ...post,
      payload: '{',
      headers: { 'content-type': 'application/json' }
    }),
    'a body that is too large': await app.inject({ ...post, payload: { email: 'x'.repeat(300_000) } }),
    'a URL that cannot be decoded': await app.inject('/%zz'),
    'a URL that is too long': await app.inject(`/v1/courses/${'x'.repeat(300)}`),
    'a preflight': await app.inject({ method: 'OPTIONS', url: '/v1/me' })
  }
  for (const [what, { headers }] of Object.entries(replies)) t.match(headers, securityHeaders, what)
  t.strictSame(Object.keys(securityHeaders).sort(), [
    'content-security-policy',
    'cross-origin-resource-policy',
    'referrer-policy',
    'strict-transport-security',
    'x-content-type-options',
    'x-frame-options'
  ])
})
