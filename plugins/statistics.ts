import fp from 'fastify-plugin'
import { repeat } from '../src/http/background.ts'
import { countAnswers } from '../src/learning/statistics/counting.ts'

/** In ms. Any number of instances may count at once: each answer is one's to count. */
const INTERVAL = 10_000

/** Adds new answers to the statistics of learners and courses. */
export default fp(
  async (app) => {
    const leaving = new AbortController()
    let working: Promise<unknown> | undefined
    app.addHook('preClose', async () => leaving.abort())
    // The batch at hand is finished before the pool closes.
    app.addHook('onClose', async () => void (await working?.catch(() => {})))
    repeat(app, {
      first: INTERVAL,
      interval: INTERVAL,
      work: () => (working = countAnswers(app.db, leaving.signal)),
      failed: 'answers could not be counted; trying again'
    })
  },
  { name: 'statistics', dependencies: ['database', 'migrations'] }
)
