import fp from 'fastify-plugin'
import { tidyUp } from '../src/accounts/housekeeping.ts'
import { repeat } from '../src/http/background.ts'

/** In ms. Any number of instances may do it at once; each begins somewhere within the hour. */
const INTERVAL = 3_600_000

/** Deletes sessions, links and registrations whose time is over, once an hour. */
export default fp(
  async (app) => {
    repeat(app, {
      first: INTERVAL * Math.random(),
      interval: INTERVAL,
      work: async () => app.log.info({ rows: await tidyUp(app.db) }, 'tidied up'),
      failed: 'could not tidy up; trying again in an hour'
    })
  },
  { name: 'housekeeping', dependencies: ['database', 'migrations'] }
)
