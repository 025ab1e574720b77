import { promisify } from 'node:util'
import underPressure from '@fastify/under-pressure'
import fp from 'fastify-plugin'
import { Unavailable } from '../src/http/problem.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What monitoring and load balancers ask all the time: answered even under overload, logged only when it failed. */
    probe?: boolean
  }
}

/** Connections that no server is overloaded by: where its event loop is late all the same, refusing would help nobody. */
const FEW = 16

/**
 * Past a second of event-loop delay new work is refused at once (503), so that what was begun can finish; but for a few
 * clients of a server that is only slow, because it has just started or the machine has other work.
 */
export default fp(
  async (app) => {
    const connections = promisify(app.server.getConnections.bind(app.server))
    await app.register(underPressure, {
      maxEventLoopDelay: 1_000,
      pressureHandler: async (request) => {
        if (request.routeOptions.config.probe || (await connections()) <= FEW) return
        throw new Unavailable('The server is overloaded; try again', 5)
      }
    })
  },
  { name: 'load-shedding', dependencies: ['security-headers'] }
)
