import fp from 'fastify-plugin'
import type { Redis } from 'ioredis'

declare module 'fastify' {
  interface FastifyInstance {
    /** The Redis of `REDIS_URL`, where there is one. A command fails at once, or in a second, when it does not answer. */
    redis: Redis | undefined
  }
}

/** `app.redis`: one connection for all that counts in Redis. While it is lost, the server runs on and tries again. */
export default fp(
  async (app) => {
    app.decorate('redis', app.config.REDIS_URL ? await connect(app.config.REDIS_URL) : undefined)

    async function connect(url: string): Promise<Redis> {
      // Loading it takes time, which servers without a Redis save.
      const { Redis } = await import('ioredis')
      const redis = new Redis(url, {
        lazyConnect: true,
        // Who asks while it is away is told so: nothing waits in a queue, and nothing is sent a second time.
        enableOfflineQueue: false,
        maxRetriesPerRequest: 0,
        connectTimeout: 3_000,
        commandTimeout: 1_000,
        // One that is connected but silent counts as away, so that not every request waits for it.
        socketTimeout: 2_000
      })
      let away = false
      // Unheard, an error would end the process. Each attempt to connect has one, of which the first is told, in its words
      // alone: its command may be the one that bears the password.
      redis.on('error', ({ message, code }: NodeJS.ErrnoException) => {
        if (!away) app.log.error(`Redis does not answer (${message || code}); trying again until it does`)
        away = true
      })
      redis.on('ready', () => {
        if (away) app.log.info('Redis answers again')
        away = false
      })
      app.addHook('onClose', async () => redis.disconnect())
      await redis.connect().catch(() => {})
      return redis
    }
  },
  { name: 'redis', dependencies: ['config'] }
)
