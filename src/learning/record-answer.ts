import { sql } from 'kysely'
import { compiled } from '../database/compiled.ts'
import type { Db } from '../database/database.ts'
import type { Attempt } from './attempt.ts'
import { cardColumns } from './cards/stored-card.ts'
import type { Answer } from './exercises/answer.ts'
import type { Card } from './reviews/card.ts'
import type { Outcome } from './reviews/outcomes.ts'
import type { Verdict } from './verdict.ts'

/** A judged answer, and the cards of its items as it leaves them, in their order. */
export interface Judged {
  answer: Answer
  verdict: Verdict
  groupId: string | null
  durationMs: number | undefined
  /** An instant in ISO 8601, to the millisecond. */
  at: string
  day: string
  timeZone: string
  outcomes: Outcome[]
  cards: Card[]
}

/** PostgreSQL's division_by_zero, by which the statement below undoes itself, and deadlock_detected. */
const overtaken = ['22012', '40P01']

/**
 * Records an answer with its reviews, cards and progress, all or nothing, in one statement; gives whether it did. It does
 * not where the exercise has been answered meanwhile, or one of its cards has changed since the attempt was read. An answer
 * that is older than what its items have seen has to be told (`late`), and their progress to be replayed then.
 */
export async function recordAnswer(
  db: Db,
  userId: string,
  sessionId: string,
  number: number,
  attempt: Attempt,
  judged: Judged,
  late = false
): Promise<boolean> {
  const { courseId, direction, epoch, retention } = attempt
  const reviewed = judged.outcomes.map(({ itemId, known, rating }, place) => ({
    item_id: itemId,
    known,
    rating,
    ...cardColumns(judged.cards[place]!),
    version: (attempt.items[place]!.card?.version ?? 0) + 1
  }))
  try {
    const recorded = await insertAnswer(
      db,
      userId,
      sessionId,
      number,
      JSON.stringify(judged.answer),
      JSON.stringify(judged.verdict),
      judged.verdict.verdict !== 'wrong',
      judged.groupId,
      judged.at,
      judged.day,
      judged.timeZone,
      judged.durationMs ?? null,
      courseId,
      direction,
      epoch,
      retention,
      JSON.stringify(reviewed),
      reviewed.length,
      late
    )
    return recorded.length > 0
  } catch (error) {
    if (overtaken.includes((error as { code?: string }).code ?? '')) return false
    throw error
  }
}

// Rows are written in the order of their items, so that two answers wait for each other but never both ways. The lock on
// the learner lets other answers pass; it waits for who makes all cards anew, and then finds another epoch.
const insertAnswer = compiled(
  (
    _db,
    userId: string,
    sessionId: string,
    number: number,
    answer: string,
    verdict: string,
    correct: boolean,
    groupId: string | null,
    at: string,
    day: string,
    timeZone: string,
    durationMs: number | null,
    courseId: string,
    direction: string,
    epoch: number,
    retention: number,
    reviewed: string,
    items: number,
    late: boolean
  ) => sql<{ recorded: number }>`
    with learner as (
      select id from users where id = ${userId} and cards_epoch = ${epoch} for key share
    ), answered as (
      insert into answers (
        user_id, session_id, number, answer, verdict, correct, group_id, answered_at, day, time_zone, duration_ms
      )
      select
        id, ${sessionId}::uuid, ${number}, ${answer}::jsonb, ${verdict}::jsonb, ${correct}::boolean, ${groupId}::uuid,
        ${at}::timestamptz, ${day}::date, ${timeZone}, ${durationMs}::integer
      from learner
      on conflict do nothing
      returning number
    ), reviewed as (
      select item.* from answered, json_to_recordset(${reviewed}::json) as item(
        item_id uuid, known boolean, rating smallint, state text, step integer, stability float8, difficulty float8,
        due timestamptz, last_review_at timestamptz, last_review_day date, reps integer, lapses integer, version integer
      )
      order by item.item_id
    ), progress as (
      insert into item_progress as p (user_id, course_id, item_id, seen, correct, in_a_row, last_seen_at)
      select ${userId}, ${courseId}, item_id, 1, known::int, known::int, ${at}::timestamptz from reviewed
      on conflict (user_id, course_id, item_id) do update set
        seen = p.seen + 1,
        correct = p.correct + excluded.correct,
        in_a_row = (p.in_a_row + 1) * excluded.in_a_row,
        last_seen_at = greatest(p.last_seen_at, excluded.last_seen_at)
      where p.last_seen_at < excluded.last_seen_at or ${late}::boolean
      returning item_id
    ), scheduled as (
      insert into cards as c (
        user_id, course_id, item_id, direction, state, step, stability, difficulty, due, last_review_at,
        last_review_day, reps, lapses, retention, version
      )
      select
        ${userId}, ${courseId}, item_id, ${direction}, state, step, stability, difficulty, due, last_review_at,
        last_review_day, reps, lapses, ${retention}::float8, version
      from reviewed
      on conflict (user_id, course_id, item_id, direction) do update set
        state = excluded.state, step = excluded.step, stability = excluded.stability,
        difficulty = excluded.difficulty, due = excluded.due, last_review_at = excluded.last_review_at,
        last_review_day = excluded.last_review_day, reps = excluded.reps, lapses = excluded.lapses,
        retention = excluded.retention, version = excluded.version
      where c.version = excluded.version - 1
      returning item_id
    ), logged as (
      insert into reviews (
        user_id, session_id, number, item_id, course_id, direction, rating, reviewed_at, day, duration_ms
      )
      select
        ${userId}, ${sessionId}::uuid, ${number}, item_id, ${courseId}, ${direction}, rating, ${at}::timestamptz,
        ${day}::date, ${durationMs}::integer
      from reviewed
    )
    select 1 / case when
        (select count(*) from progress) = ${items}::integer and (select count(*) from scheduled) = ${items}::integer
      then 1 else 0 end as recorded
    from answered`
)
