import t, { type Test } from 'tap'
import { testApp } from '../helper.ts'
import { routeFile } from '../support/route-file.ts'

const routes = t.testdir({
  'who.ts': routeFile(`
    const reply = Type.Object({ ip: Type.String(), protocol: Type.String(), host: Type.String() })
    app.get('/who', { config: { access: 'public' }, schema: { summary: 'Who asks', response: { 200: reply } } },
      async ({ ip, protocol, host }) => ({ ip, protocol, host }))`)
})

/** What a server with that `TRUST_PROXY` takes the client for. */
async function seenBy(t: Test, TRUST_PROXY?: string) {
  const app = await testApp(t, { routes: [routes], env: { TRUST_PROXY } })
  return async (forwarded: string, remoteAddress = '127.0.0.1') =>
    (
      await app.inject({
        url: '/who',
        remoteAddress,
        headers: {
          host: 'api.example.org',
          'x-forwarded-for': forwarded,
          'x-forwarded-proto': 'https',
          'x-forwarded-host': 'evil.example.org'
        }
      })
    ).json()
}

const byNetworks = await seenBy(t, '10.0.0.0/8,fd00::/8')

t.test('nobody is believed by default', async (t) => {
  const seen = await seenBy(t)
  const itself = { ip: '127.0.0.1', protocol: 'http', host: 'api.example.org' }
  for (const forwarded of ['203.0.113.9', '203.0.113.9, 127.0.0.1', '', 'unknown']) {
    t.strictSame(await seen(forwarded), itself, forwarded)
  }
})

t.test('so many hops are believed, and what lies beyond is not', async (t) => {
  const one = await seenBy(t, '1')
  t.match(await one('203.0.113.9'), { ip: '203.0.113.9', protocol: 'https' })
  t.match(await one('198.51.100.1, 203.0.113.9'), { ip: '203.0.113.9' })
  const two = await seenBy(t, '2')
  t.match(await two('192.0.2.66, 198.51.100.1, 203.0.113.9'), { ip: '198.51.100.1' })
})

t.test('networks are believed, in IPv4 and IPv6', async (t) => {
  const seen = byNetworks
  t.match(await seen('203.0.113.9', '192.0.2.1'), { ip: '192.0.2.1', protocol: 'http' }, 'not from elsewhere')
  t.match(await seen('203.0.113.9', '10.1.2.3'), { ip: '203.0.113.9', protocol: 'https' })
  t.match(await seen('203.0.113.9', '::ffff:10.1.2.3'), { ip: '203.0.113.9' })
  t.match(await seen('2001:db8::7', 'fd00::1'), { ip: '2001:db8::7' })
  t.match(await seen('192.0.2.66, 203.0.113.9, 10.9.9.9, fd00::2', '10.1.2.3'), { ip: '203.0.113.9' })
})

t.test('what is no address at all ends the chain, and is no failure of the server', async (t) => {
  for (const forwarded of ['unknown', '203.0.113.9, unknown', '203.0.113.9, <b>', '203.0.113.9, 10.0.0.300']) {
    t.match(await byNetworks(forwarded, '10.1.2.3'), { ip: forwarded.split(', ').at(-1) }, forwarded)
  }
})
