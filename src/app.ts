import { join } from 'node:path'
import autoload from '@fastify/autoload'
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { serverDefaults } from './http/server-defaults.ts'

export interface AppOptions {
  /** Settings, instead of those of the process's environment and `.env`. */
  env?: Record<string, string | undefined>
  /** Fastify's own options, over `serverDefaults`. */
  server?: FastifyServerOptions
  /** Folders of routes to load besides the project's. */
  routes?: readonly string[]
}

const root = join(import.meta.dirname, '..')

/** The kernel: every plugin, then every route. What the server can do stands in those two folders. */
export async function buildApp(options: AppOptions = {}): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    ...serverDefaults,
    trustProxy: (address, hop) => app.trustsProxy(address, hop),
    ...options.server
  })
  try {
    await app.register(autoload, { dir: join(root, 'plugins'), options })
    for (const dir of [join(root, 'routes'), ...(options.routes ?? [])]) {
      await app.register(autoload, { dir, routeParams: true, options })
    }
  } catch (error) {
    // What has begun, an embedded PostgreSQL above all, ends with it.
    await app.close()
    throw error
  }
  return app
}
