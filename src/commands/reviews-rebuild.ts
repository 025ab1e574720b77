import { migrateToLatest } from '../database/migrate.ts'
import { type CardDifference, rebuildCards } from '../learning/cards/rebuild.ts'
import { command } from './command.ts'
import { databaseApp } from './database-app.ts'

const usage = `Usage: npm run reviews:rebuild
Makes the cards of all learners anew from the log of their reviews, and prints those that differed. The server may run.`

await command(usage, {}, async () => {
  const app = await databaseApp()
  try {
    if (app.config.MIGRATE_ON_START) await migrateToLatest(app.db)
    let differed = 0
    for await (const difference of rebuildCards(app.db)) {
      console.log(inLine(difference))
      differed++
    }
    console.log(differed === 0 ? 'Every card is what its log says' : `${differed} cards were made anew`)
  } finally {
    await app.close()
  }
})

function inLine({ userId, itemId, direction, stored, replayed }: CardDifference): string {
  return `learner ${userId}, item ${itemId} ${direction}: was ${inWords(stored)}, is now ${inWords(replayed)}`
}

function inWords(card: CardDifference['stored']): string {
  if (!card) return 'not there'
  return `due ${card.due}, stability ${card.stability}, difficulty ${card.difficulty}, reviews ${card.reps}`
}
