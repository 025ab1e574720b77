import underPressure from '@fastify/under-pressure'
import fp from 'fastify-plugin'
import { Unavailable } from '../src/http/problem.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answered even under overload: what monitoring and load balancers ask. */
    underLoad?: boolean
  }
}

/** Past a second of event-loop delay new work is refused at once (503), so that what was begun can finish. */
export default fp(
  async (app) => {
    await app.register(underPressure, {
      maxEventLoopDelay: 1_000,
      pressureHandler: async (request) => {
        if (!request.routeOptions.config.underLoad) throw new Unavailable('The server is overloaded; try again', 5)
      }
    })
  },
  { name: 'load-shedding', dependencies: ['security-headers'] }
)
