import fp from 'fastify-plugin'
import { createRevocations, findChanges, findChangesOf, type Revocations } from '../src/accounts/revocations.ts'
import { CLOCK_SKEW } from '../src/accounts/tokens.ts'
import { repeat } from '../src/http/background.ts'
import { Unavailable } from '../src/http/problem.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** What access tokens no longer say. Throws `Unavailable` until the database has been asked for the first time. */
    revocations(): Revocations
    /** Takes in what a request has just done to a user's sessions or role, so that this instance goes by it at once. */
    learnRevocations(userId: string): Promise<void>
  }
}

/** In ms: how soon other instances know. */
const INTERVAL = 1_000

/**
 * Sessions that ended take their access tokens with them, on every instance and without a query for each request: the
 * database lists what ended lately, and each instance looks there once a second.
 */
export default fp(
  async (app) => {
    const { ACCESS_TOKEN_SECONDS, HANDLER_TIMEOUT_MS, DATABASE_QUERY_TIMEOUT_MS } = app.config
    const lifetime = ACCESS_TOKEN_SECONDS + 2 * CLOCK_SKEW
    // In s: what a transaction committed late, that took as long as they may, is seen all the same.
    const overlap = (HANDLER_TIMEOUT_MS + DATABASE_QUERY_TIMEOUT_MS) / 1000
    const list = createRevocations(lifetime)
    let learnt: number | undefined

    const learn = async () => {
      const start = performance.now()
      const age = learnt === undefined ? lifetime : (start - learnt) / 1000
      list.learn(await findChanges(app.db, age + overlap))
      learnt = start
    }
    app.decorate('revocations', () => {
      if (learnt === undefined) throw new Unavailable('The server has only just started; try again')
      return list
    })
    app.decorate('learnRevocations', async (userId: string) => {
      try {
        list.learn(await findChangesOf(app.db, userId, lifetime))
      } catch (error) {
        // What ended has ended, and is learnt with the others.
        app.log.warn({ err: error }, 'could not learn at once which sessions have ended')
      }
    })

    app.addHook('onReady', async () => {
      if (app.isDatabaseConnected()) await learn().catch(() => {})
    })
    repeat(app, {
      first: INTERVAL,
      interval: INTERVAL,
      work: learn,
      failed: 'cannot learn which sessions have ended; trying on'
    })
  },
  { name: 'revocations', dependencies: ['config', 'database', 'migrations'] }
)
