import t from 'tap'
import { completeStudySession } from '../../src/learning/completion.ts'
import { seededRandom, shuffle } from '../../src/learning/exercises/random.ts'
import { momentOf } from '../../src/learning/learner.ts'
import { foldStreak } from '../../src/learning/streak/fold.ts'
import { findStudyMoments } from '../../src/learning/study-days.ts'
import { newLearner } from '../support/learner.ts'
import { pooledDatabase } from '../support/pooled-database.ts'
import { answeredSession, ledgersOf } from '../support/studied.ts'

const { db } = await pooledDatabase(t)

const at = (instant: string) => Temporal.Instant.from(instant)

t.test('a session is completed where the learner was, and its day stays', async (t) => {
  const { id } = await newLearner(db, { timeZone: 'America/New_York' })
  const session = await answeredSession(db, id)
  const summary = await completeStudySession(db, id, session, at('2026-01-10T20:00:00Z'), { timeZone: 'Asia/Tokyo' })
  t.equal(summary.day, '2026-01-11')
  const stored = { day: '2026-01-11', time_zone: 'Asia/Tokyo' }
  const { entries } = await ledgersOf(db, id)
  t.match(entries, [stored])
  t.match(await db.selectFrom('study_sessions').selectAll().where('user_id', '=', id).execute(), [stored])
  t.same(await db.selectFrom('study_days').selectAll().where('user_id', '=', id).execute(), [
    {
      user_id: id,
      day: '2026-01-11',
      first_at: '2026-01-10T20:00:00.000Z',
      first_time_zone: 'Asia/Tokyo',
      last_at: '2026-01-10T20:00:00.000Z',
      last_time_zone: 'Asia/Tokyo'
    }
  ])
})

/** Sessions of two skills over eleven days, two of them missed, from three zones; two are at the same instant. */
const sessions = [
  ['01', 8],
  ['02', 8],
  ['03', 8],
  ['04', 8],
  ['05', 8],
  ['06', 8],
  ['07', 8],
  ['07', 9],
  ['07', 20],
  ['08', 1],
  ['08', 23],
  ['08', 23],
  ['10', 12],
  ['12', 3],
  ['13', 3]
].map(([day, hour], i) => ({
  instant: at(`2026-01-${day}T${String(hour).padStart(2, '0')}:00:00Z`),
  timeZone: ['UTC', 'Pacific/Auckland', 'America/Los_Angeles'][i % 3]!,
  skill: i % 4 === 3 ? 'food' : 'greetings'
}))

t.test('in whichever order sessions come in, days, XP and freezes are the same', async (t) => {
  const moments = sessions.map(({ instant, timeZone }) => momentOf(instant, { timeZone, dayStartHour: 0 }))
  const expected = foldStreak(moments)
  const outcomes = new Set<string>()
  for (const seed of ['in order', 'a', 'b']) {
    const { id } = await newLearner(db)
    const random = seededRandom(seed)
    for (const { instant, timeZone, skill } of seed === 'in order' ? sessions : shuffle(random, sessions)) {
      const session = await answeredSession(db, id, { skill })
      await completeStudySession(db, id, session, instant, { timeZone })
    }
    const { xp, sessionsXp, freezes } = await ledgersOf(db, id)
    t.equal(xp, sessionsXp)
    t.equal(freezes, expected.freezes)
    t.match(foldStreak(await findStudyMoments(db, id)), expected)
    const rows = await db
      .selectFrom('study_sessions')
      .select(['completed_at', 'skill_id', 'day', 'repetition', 'xp'])
      .where('user_id', '=', id)
      .execute()
    outcomes.add(
      rows
        .map((row) => JSON.stringify(row))
        .sort()
        .join('\n')
    )
  }
  t.equal(outcomes.size, 1)
})

t.test('practice of a whole course repeats itself, a review repeats nothing', async (t) => {
  const { id } = await newLearner(db)
  const noon = at('2026-01-10T12:00:00Z')
  const earned = async (kind: 'lesson' | 'practice' | 'review', skill?: string) => {
    const session = await answeredSession(db, id)
    const skillId = skill === undefined ? { skill_id: null } : {}
    await db
      .updateTable('study_sessions')
      .set({ kind, ...skillId })
      .where('user_id', '=', id)
      .where('id', '=', session)
      .execute()
    return (await completeStudySession(db, id, session, noon)).xp
  }
  t.same([await earned('review'), await earned('review'), await earned('review')], [6, 6, 6])
  t.same([await earned('practice'), await earned('practice')].sort(), [3, 6])
  t.equal(await earned('lesson', 'greetings'), 6)
  const { xp, sessionsXp } = await ledgersOf(db, id)
  t.same([xp, sessionsXp], [33, 33])
})
