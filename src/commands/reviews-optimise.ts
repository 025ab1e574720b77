import { ENOUGH_REVIEWS, type Fitting, optimiseAll } from '../learning/cards/optimise.ts'
import { command } from './command.ts'
import { withMigratedDatabase } from './database-app.ts'

const usage = `Usage: npm run reviews:optimise
Fits the parameters of FSRS to each learner with ${ENOUGH_REVIEWS} reviews or more, and keeps them where they predict the
latest fifth of the reviews better than those in use. The server may run.`

await command(usage, {}, () =>
  withMigratedDatabase(async ({ db }) => {
    let learners = 0
    for await (const fitting of optimiseAll(db, () => Temporal.Now.instant())) {
      console.log(inLine(fitting))
      learners++
    }
    console.log(`${learners} learners with ${ENOUGH_REVIEWS} reviews or more`)
  })
)

function inLine({ userId, reviews, logLoss, logLossBefore, kept }: Fitting): string {
  const losses = `log loss ${logLoss.toFixed(4)} instead of ${logLossBefore.toFixed(4)}`
  return `learner ${userId}: ${reviews} reviews, ${losses}, ${kept ? 'kept' : 'not kept'}`
}
