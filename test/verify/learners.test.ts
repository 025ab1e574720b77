import { sql } from 'kysely'
import t from 'tap'
import { completeStudySession } from '../../src/learning/completion.ts'
import { DEMONSTRATION, newLearner } from '../support/learner.ts'
import { noon, publishedCourse, reportedAttempt } from '../support/reports.ts'
import { answerAll, startedSession, wrongAnswer } from '../support/study.ts'
import { findsBreaks, nothing, unguardedDatabase } from './world.ts'

const db = await unguardedDatabase(t)

// Ada has a completed session and an open one, Bob a completed one of which he has reported an answer.
await publishedCourse(db, 'tiny')
const [ada, bob] = [await newLearner(db), await newLearner(db, { courses: ['tiny'] })]
const { session: done, exercises } = await startedSession(db, ada.id, { size: 8 })
await answerAll(db, ada.id, done.id, exercises.slice(0, 6))
await answerAll(db, ada.id, done.id, exercises.slice(6), wrongAnswer)
await completeStudySession(db, ada.id, done.id, noon)
const { session: open, exercises: more } = await startedSession(db, ada.id, { size: 4, skill: 'food' })
await answerAll(db, ada.id, open.id, more.slice(2))
const reported = await reportedAttempt(db, bob.id, 'tiny')

const courseOf = (slug: string) => sql`(select id from courses where slug = ${slug})`
const [demonstration, tiny] = [courseOf(DEMONSTRATION), courseOf('tiny')]
const elsewhere = sql`select id from items where course_id = ${tiny} order by id limit 1`
const unseen = sql`(select id from items where course_id = ${demonstration} and id not in (
  select item_id from item_progress) limit 1)`
const ofAda = sql`where user_id = ${ada.id}`
const thisOne = sql`${ofAda} and id = ${done.id}`
const second = sql`${ofAda} and session_id = ${done.id} and number = 2`
const entry = (source: string) => sql`
  insert into xp_entries
  select user_id, ${source}, amount, day, time_zone, earned_at from xp_entries ${ofAda} limit 1`
const stray = (table: string) => sql`
  insert into ${sql.table(table)}
  select (jsonb_populate_record(one, jsonb_build_object('session_id', ${nothing}::text, 'number', 1))).*
  from ${sql.table(table)} as one ${ofAda} limit 1`
const freeze = (event: string, amount: number) => sql`
  insert into streak_freezes values (${ada.id}, ${`${event}:2026-03-01:1`}, ${event}, '2026-03-01', ${amount})`
const emptySession = sql`
  insert into study_sessions (user_id, id, course_id, skill_id, kind, size)
  select user_id, ${nothing}, course_id, skill_id, kind, size from study_sessions ${thisOne}`

findsBreaks(t, db, [
  ['ownerless', `enrollments ${nothing}`, sql`update enrollments set user_id = ${nothing} ${ofAda}`],
  ['learner-orphans', `enrollments ${nothing}`, sql`update enrollments set course_id = ${nothing} ${ofAda}`],
  ['learner-orphans', `answers ${ada.id} ${nothing} 1`, stray('answers')],
  ['learner-orphans', `study_exercises ${ada.id} ${nothing}`, stray('study_exercises')],
  ['learner-orphans', 'collaborators', sql`insert into collaborators values (${nothing}, ${ada.id})`],
  ['learner-orphans', `answer_reports ${bob.id} ${reported.session} 99`, sql`update answer_reports set number = 99`],
  ['learner-orphans', `answer_reports ${reported.groupId}`, sql`delete from answer_groups`],
  ['learner-orphans', 'study_sessions', sql`update study_sessions set skill_id = ${nothing} ${thisOne}`],
  [
    'exercise-numbers',
    `study_sessions ${open.id}`,
    sql`delete from study_exercises where session_id = ${open.id} and number = 1`
  ],
  ['exercise-numbers', `study_sessions ${nothing}`, emptySession],
  [
    'exercise-items',
    `study_exercises ${open.id} 1 item`,
    sql`update study_exercises set item_ids = array(${elsewhere}) where session_id = ${open.id} and number = 1`
  ],
  ['answer-verdicts', `answers ${done.id} 2`, sql`update answers set verdict = '{"verdict": "wrong"}' ${second}`],
  ['answer-verdicts', `answers ${done.id} 2`, sql`update answers set group_id = ${nothing} ${second}`],
  ['item-progress', 'item_progress', sql`update item_progress set seen = seen + 1 ${ofAda}`],
  ['item-progress', 'item_progress', sql`update item_progress set correct = correct + 1 ${ofAda}`],
  ['item-progress', 'item_progress', sql`update item_progress set in_a_row = in_a_row + 1 ${ofAda}`],
  ['item-progress', 'item_progress', sql`update item_progress set last_seen_at = '2020-01-01' ${ofAda}`],
  ['item-progress', 'item_progress', sql`delete from item_progress ${ofAda}`],
  [
    'item-progress',
    'item_progress',
    sql`insert into item_progress values (${ada.id}, ${demonstration}, ${unseen}, 1, 1, 1, now())`
  ],
  ['review-log cards', `reviews ${done.id} 2`, sql`update reviews set rating = 1 ${second}`],
  ['review-log', `reviews ${done.id} 2`, sql`update answers set day = day + 1 ${second}`],
  ['cards', 'cards', sql`update cards set stability = stability * 1.00000001 ${ofAda}`],
  ['cards', 'cards', sql`update cards set due = due + interval '1 second' ${ofAda}`],
  ['cards', 'cards', sql`update cards set reps = reps + 1 ${ofAda}`],
  ['cards', 'cards', sql`delete from cards ${ofAda}`],
  ['session-summaries', `study_sessions ${done.id}`, sql`update study_sessions set wrong = wrong + 1 ${thisOne}`],
  ['session-summaries', `study_sessions ${open.id}`, sql`update study_sessions set xp = 0 where id = ${open.id}`],
  ['study-days', 'study_days 2026-03-01', sql`update study_days set last_at = last_at + interval '1 hour' ${ofAda}`],
  ['study-days', 'study_days 2026-03-01', sql`update study_days set first_time_zone = 'Asia/Tokyo' ${ofAda}`],
  ['study-days', 'study_days 2026-03-01', sql`delete from study_days ${ofAda}`],
  ['freezes', 'streak_freezes withdrawn:2026-03-01:1', freeze('earned', 1)],
  ['freezes', 'streak_freezes returned:2026-03-01:1', freeze('spent', -1)],
  ['statistics', 'learner_statistics', sql`update answers set counted = true ${second}`],
  [
    'statistics',
    'learner_statistics',
    sql`insert into learner_statistics values (${ada.id}, ${tiny}, 'type', 1, 1, 0)`
  ],
  ['session-xp', `study_sessions ${done.id}`, sql`update study_sessions set repetition = 1 ${thisOne}`],
  ['xp-ledger', `xp_entries ${done.id}`, sql`delete from xp_entries ${ofAda}`],
  ['xp-ledger', `xp_entries study-session:${done.id}`, sql`update xp_entries set amount = amount + 1 ${ofAda}`],
  ['xp-ledger', `xp_entries study-session:${done.id}`, sql`update xp_entries set day = '2026-03-02' ${ofAda}`],
  ['xp-ledger', 'xp_entries gift', entry('gift')],
  ['xp-ledger', `xp_entries study-session:${open.id}`, entry(`study-session:${open.id}`)],
  ['xp-ledger', `xp_entries correction:${done.id}:1`, entry(`correction:${done.id}:1`)]
])
