import t from 'tap'
import { optimiseAll, optimiseLearner } from '../../../src/learning/cards/optimise.ts'
import { rebuildCards } from '../../../src/learning/cards/rebuild.ts'
import { scheduler } from '../../../src/learning/reviews/scheduler.ts'
import { cardsOf, differencesOf } from '../../support/cards.ts'
import { forgetfulLearner } from '../../support/forgetful-learner.ts'
import { pooledDatabase } from '../../support/pooled-database.ts'

const { db } = await pooledDatabase(t, { own: true })
const now = Temporal.Instant.from('2026-09-01T12:00:00Z')
const { w: published } = scheduler({ retention: 0.9, parameters: null }).parameters

t.test(
  'parameters are fitted from 400 reviews on, kept where they predict better, and all cards made anew',
  async (t) => {
    const [few, many] = [await forgetfulLearner(db, 66, 6), await forgetfulLearner(db, 70, 6)]
    await Array.fromAsync(rebuildCards(db))
    const before = await cardsOf(db, many)
    const fittings = await Array.fromAsync(optimiseAll(db, () => now))
    t.same(
      fittings.map(({ userId, reviews, kept }) => ({ userId, reviews, kept })),
      [{ userId: many, reviews: 420, kept: true }]
    )
    const [fitting] = fittings
    t.ok(fitting!.logLoss < fitting!.logLossBefore)
    const rows = await db.selectFrom('fsrs_parameters').selectAll().execute()
    t.match(rows, [{ user_id: many, reviews: 420, fitted_at: now.toString({ smallestUnit: 'millisecond' }) }])
    t.equal(rows[0]!.weights.length, published.length)
    t.notSame(await cardsOf(db, many), before)
    for (const id of [few, many]) t.same(await differencesOf(db, id), [])
  }
)

t.test('parameters that predict no better are not kept, and change nothing', async (t) => {
  const id = await forgetfulLearner(db, 70, 6)
  await Array.fromAsync(rebuildCards(db))
  const before = await cardsOf(db, id)
  t.match(await optimiseLearner(db, id, now, async () => [...published]), { kept: false })
  t.equal(await optimiseLearner(db, id, now, async () => undefined), undefined)
  t.same(await cardsOf(db, id), before)
  t.same(await db.selectFrom('fsrs_parameters').selectAll().where('user_id', '=', id).execute(), [])
})

t.test('only the earlier reviews are fitted to', async (t) => {
  const id = await forgetfulLearner(db, 70, 6)
  let seen: number[] = []
  await optimiseLearner(db, id, now, async (logs) => {
    seen = logs.flatMap((log) => log.map(({ at }) => Date.parse(at)))
    return undefined
  })
  const rows = await db.selectFrom('reviews').select('reviewed_at').where('user_id', '=', id).execute()
  const last = Math.max(...seen)
  t.ok(seen.length > 300 && seen.length <= 336)
  t.equal(rows.filter((row) => Date.parse(row.reviewed_at) <= last).length, seen.length)
})
