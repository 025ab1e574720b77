import fp from 'fastify-plugin'
import { repeat } from '../src/http/background.ts'
import { countAnswers } from '../src/learning/statistics/counting.ts'
import { measureRetention } from '../src/learning/statistics/measuring.ts'

/** In ms. Any number of instances may count at once: each answer is one's to count. */
const INTERVAL = 10_000

/** Adds new answers to the statistics of learners and courses, and measures retention. */
export default fp(
  async (app) => {
    const leaving = new AbortController()
    let working: Promise<unknown> | undefined
    app.addHook('preClose', async () => leaving.abort())
    // The batch at hand is finished before the pool closes.
    app.addHook('onClose', async () => void (await working?.catch(() => {})))
    const update = async () => {
      await countAnswers(app.db, leaving.signal)
      await measureRetention(app.db, leaving.signal)
    }
    repeat(app, {
      first: INTERVAL,
      interval: INTERVAL,
      work: () => (working = update()),
      failed: 'statistics could not be brought up to date; trying again'
    })
  },
  { name: 'statistics', dependencies: ['database', 'migrations'] }
)
