import fp from 'fastify-plugin'
import { rejudgeQueued } from '../src/answer-reports/rejudging.ts'
import { repeat } from '../src/http/background.ts'

/** In ms. Any number of instances may look at once: each group is one's to judge. */
const INTERVAL = 2_000

/** Judges past attempts again, once an author has accepted what learners answered. */
export default fp(
  async (app) => {
    const leaving = new AbortController()
    let working: Promise<unknown> | undefined
    app.addHook('preClose', async () => leaving.abort())
    // The learner who is being corrected is finished before the pool closes; the rest comes again.
    app.addHook('onClose', async () => void (await working?.catch(() => {})))
    repeat(app, {
      first: INTERVAL,
      interval: INTERVAL,
      work: () => (working = rejudgeQueued(app.db, app.log, leaving.signal)),
      failed: 'answers could not be judged again; trying again'
    })
  },
  { name: 'rejudging', dependencies: ['database', 'migrations'] }
)
