import fp from 'fastify-plugin'
import { parseTrustedProxies, type TrustsProxy } from '../src/http/trusted-proxies.ts'

declare module 'fastify' {
  interface FastifyInstance {
    trustsProxy: TrustsProxy
  }
}

/** `TRUST_PROXY`: nobody by default, so that no client can choose its own address. */
export default fp(
  async (app) => {
    app.decorate('trustsProxy', parseTrustedProxies(app.config.TRUST_PROXY))
  },
  { name: 'trust-proxy', dependencies: ['config'] }
)
