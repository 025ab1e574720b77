import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { deviceTokens } from '../../src/accounts/device-tokens.ts'
import { refreshTokens } from '../../src/accounts/refresh-tokens.ts'

const secret = 'the secret that this test seals its tokens with'
const tokens = refreshTokens(secret)
const [userId, sessionId] = [uuidv7(), uuidv7()]
const made = tokens.first(userId, sessionId)

t.test('a token is read back as what it was made for', async (t) => {
  t.same(tokens.read(made.text), made)
  t.match(made, { userId, sessionId })
  t.not(tokens.first(userId, sessionId).text, made.text)
})

t.test('its successor is always the same, another than itself, and good', async (t) => {
  const next = tokens.successor(made)
  t.same(tokens.successor(tokens.read(made.text)!), next)
  t.not(next.text, made.text)
  t.match(tokens.read(next.text), { userId, sessionId })
  t.not(tokens.successor(next).text, made.text)
})

t.test('what this server has not sealed is no token', async (t) => {
  const flipped = Buffer.from(made.text, 'base64url')
  const changes = Array.from(flipped.keys(), (place) => flipped.with(place, flipped[place]! ^ 1))
  for (const bytes of changes) t.equal(tokens.read(Buffer.from(bytes).toString('base64url')), undefined)
  const forgeries = ['', 'x', `${made.text}=`, `${made.text}A`, made.text.slice(1), ` ${made.text}`, '🦜'.repeat(32)]
  for (const text of forgeries) t.equal(tokens.read(text), undefined, text)
  t.equal(refreshTokens('another secret of more than 32 bytes').read(made.text), undefined)
})

t.test(
  'a device token says that a device is this user’s while the password is the same, and nothing else',
  async (t) => {
    const devices = deviceTokens(secret)
    const token = devices.issue(userId, 'the hash')
    t.ok(devices.isKnown(token, userId, 'the hash'))
    t.not(devices.issue(userId, 'the hash'), token)
    t.notOk(devices.isKnown(token, sessionId, 'the hash'))
    t.notOk(devices.isKnown(token, userId, 'another hash'))
    for (const text of ['', 'x', token.slice(2), `${token}AA`, made.text])
      t.notOk(devices.isKnown(text, userId, 'the hash'))
    t.notOk(deviceTokens('another secret of more than 32 bytes').isKnown(token, userId, 'the hash'))
  }
)
