import { BlockList, isIP } from 'node:net'

/** Whether the peer at `address`, `hop` proxies away (0 for the nearest), is believed about whom it forwards for. */
export type TrustsProxy = (address: string, hop: number) => boolean

/**
 * Reads `TRUST_PROXY`: `false`, a number of hops from 1 to 9, or addresses and networks (`10.0.0.0/8,::1`). Throws where
 * it is none of them.
 */
export function parseTrustedProxies(setting: string): TrustsProxy {
  if (setting === 'false') return () => false
  if (/^[1-9]$/.test(setting)) return (_address, hop) => hop < Number(setting)
  const networks = new BlockList()
  for (const entry of setting.split(',')) {
    const [, address, prefix] = /^([^/]+)(?:\/(\d+))?$/.exec(entry) ?? []
    if (address === undefined) throw new RangeError(`${entry} is not a network`)
    if (prefix === undefined) networks.addAddress(address, familyOf(address))
    else networks.addSubnet(address, Number(prefix), familyOf(address))
  }
  // A forwarded address is whatever a client wrote.
  return (address) => isIP(address) > 0 && networks.check(address, familyOf(address))
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')
