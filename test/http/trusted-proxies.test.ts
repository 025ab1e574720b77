import t from 'tap'
import { parseTrustedProxies } from '../../src/http/trusted-proxies.ts'

t.test('false trusts nobody', async (t) => {
  const trusts = parseTrustedProxies('false')
  t.notOk(trusts('127.0.0.1', 0))
})

t.test('a number trusts so many hops, whoever they are', async (t) => {
  const trusts = parseTrustedProxies('2')
  t.strictSame(
    [0, 1, 2, 3].map((hop) => trusts('203.0.113.9', hop)),
    [true, true, false, false]
  )
})

t.test('networks trust the addresses in them, however far away and in either notation', async (t) => {
  const trusts = parseTrustedProxies('10.0.0.0/8,192.0.2.1,fd00::/8,::1')
  for (const address of ['10.1.2.3', '::ffff:10.1.2.3', '192.0.2.1', 'fd12::1', 'fd12::1%eth0', '::1']) {
    t.ok(trusts(address, 5), address)
  }
  for (const address of ['11.0.0.1', '192.0.2.2', 'fe80::1', '::ffff:11.0.0.1', '127.0.0.1']) {
    t.notOk(trusts(address, 0), address)
  }
})

t.test('what a client wrote instead of an address is not trusted, and harms nobody', async (t) => {
  const trusts = parseTrustedProxies('0.0.0.0/0,::/0')
  for (const address of ['', 'unknown', '10.0.0.1:80', '<script>', '999.1.1.1', '10.0.0.0/8', '\0']) {
    t.notOk(trusts(address, 0), JSON.stringify(address))
  }
})
