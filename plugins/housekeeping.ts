import fp from 'fastify-plugin'
import { tidyUp } from '../src/accounts/housekeeping.ts'
import { repeat } from '../src/http/background.ts'
import { dropUnusedSessions } from '../src/learning/pack/drop-unused.ts'

/** In ms. Any number of instances may do it at once; each begins somewhere within the hour. */
const INTERVAL = 3_600_000

/** Deletes sessions, links, registrations and packed study sessions whose time is over, once an hour. */
export default fp(
  async (app) => {
    repeat(app, {
      first: INTERVAL * Math.random(),
      interval: INTERVAL,
      work: async () => {
        const rows = await tidyUp(app.db)
        const packed = await dropUnusedSessions(app.db, Temporal.Now.instant())
        app.log.info({ rows, packed }, 'tidied up')
      },
      failed: 'could not tidy up; trying again in an hour'
    })
  },
  { name: 'housekeeping', dependencies: ['database', 'migrations'] }
)
