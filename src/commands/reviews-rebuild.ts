import type { CardDifference } from '../learning/cards/rebuild.ts'
import { command } from './command.ts'

const usage = `Usage: npm run reviews:rebuild
Makes the cards of all learners anew from the log of their reviews, and prints those that differed. The server may run.`

await command(usage, {}, async () => {
  const { withMigratedDatabase } = await import('./database-app.ts')
  const { rebuildCards } = await import('../learning/cards/rebuild.ts')
  await withMigratedDatabase(async ({ db }) => {
    let differed = 0
    for await (const difference of rebuildCards(db)) {
      console.log(inLine(difference))
      differed++
    }
    console.log(differed === 0 ? 'Every card is what its log says' : `${differed} cards were made anew`)
  })
})

function inLine({ userId, itemId, direction, stored, replayed }: CardDifference): string {
  return `learner ${userId}, item ${itemId} ${direction}: was ${inWords(stored)}, is now ${inWords(replayed)}`
}

function inWords(card: CardDifference['stored']): string {
  if (!card) return 'not there'
  return `due ${card.due}, stability ${card.stability}, difficulty ${card.difficulty}, reviews ${card.reps}`
}
