import t from 'tap'
import { bearerToken, CLOCK_SKEW, checkClaims } from '../../src/accounts/tokens.ts'

const now = 1_800_000_000
const id = '0199f0a4-7b1c-7d3e-8a5f-0c2d4e6f8a1b'
const claims = { sub: id, sid: id, role: 'author', iat: now, exp: now + 60 }

t.test('claims of the right form are given back as they are', async (t) => {
  t.equal(checkClaims(claims, now, 60), claims)
})

t.test('a clock may be ahead by the skew and no more', async (t) => {
  t.ok(checkClaims({ ...claims, iat: now + CLOCK_SKEW }, now, 60))
  t.throws(() => checkClaims({ ...claims, iat: now + CLOCK_SKEW + 1 }, now, 60), { name: 'Unauthorized' })
})

t.test('a token for longer than tokens are given is none of today', async (t) => {
  t.ok(checkClaims(claims, now, 60))
  t.throws(() => checkClaims(claims, now, 59), { name: 'Unauthorized' })
})

t.test('claims of any other form are those of no valid token', async (t) => {
  const changes = [{ role: 'toString' }, { sub: '1' }, { exp: Number.MAX_VALUE }, { exp: Number.NaN }, { iat: '1' }]
  for (const change of changes) t.throws(() => checkClaims({ ...claims, ...change }, now, 60), { name: 'Unauthorized' })
  for (const other of [undefined, null, 'admin', 1, []])
    t.throws(() => checkClaims(other, now, 60), { name: 'Unauthorized' })
})

t.test('a bearer token is three parts of base64url after one space', async (t) => {
  t.equal(bearerToken('bEaReR a-_.b.c'), 'a-_.b.c')
  for (const header of [
    undefined,
    '',
    'a.b.c',
    'Bearer a.b',
    'Bearer  a.b.c',
    'Bearer a.b.c ',
    'Bearer a.b.c=',
    'Bearer a.b.'
  ]) {
    t.throws(() => bearerToken(header), { name: 'Unauthorized' }, `${header}`)
  }
})
