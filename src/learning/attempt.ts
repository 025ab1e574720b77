import { sql } from 'kysely'
import { compiled } from '../database/compiled.ts'
import type { Db } from '../database/database.ts'
import { NotFound } from '../http/problem.ts'
import type { CardRow } from './cards/stored-card.ts'
import type { Answer } from './exercises/answer.ts'
import type { Direction } from './exercises/direction.ts'
import type { Exercise, ExerciseKey } from './exercises/schemas.ts'
import type { Verdict } from './verdict.ts'

/** An exercise, with all that answering it takes; `answer` and `verdict` are null until it is answered. */
export interface Attempt {
  courseId: string
  itemIds: string[]
  exercise: Exercise
  key: ExerciseKey
  direction: Direction
  answer: Answer | null
  verdict: Verdict | null
  timeZone: string
  dayStartHour: number
  retention: number
  parameters: number[] | null
  epoch: number
  /** What is known of its items, in their order. */
  items: { card: CardRow | null; lastSeenAt: string | null }[]
}

/** Reads all that answering an exercise takes, in one query. Throws `NotFound`. */
export async function findAttempt(db: Db, userId: string, sessionId: string, number: number): Promise<Attempt> {
  const [found] = await selectAttempt(db, userId, sessionId, number)
  if (!found) throw new NotFound(`You have no study session ${sessionId} with an exercise ${number}`)
  return found
}

const selectAttempt = compiled(
  (_db, userId: string, sessionId: string, number: number) => sql<Attempt>`
    select
      session.course_id as "courseId", exercise.item_ids as "itemIds", exercise.exercise, exercise.key,
      exercise.direction, answers.answer, answers.verdict,
      users.time_zone as "timeZone", users.day_start_hour as "dayStartHour", users.desired_retention as retention,
      fsrs_parameters.weights as parameters, users.cards_epoch as epoch,
      (
        select json_agg(
          json_build_object('card', to_json(card), 'lastSeenAt', progress.last_seen_at) order by item.place
        )
        from unnest(exercise.item_ids) with ordinality as item(id, place)
        left join cards as card
          on card.user_id = exercise.user_id and card.course_id = session.course_id and card.item_id = item.id
          and card.direction = exercise.direction
        left join item_progress as progress
          on progress.user_id = exercise.user_id and progress.course_id = session.course_id
          and progress.item_id = item.id
      ) as items
    from study_exercises as exercise
    join study_sessions as session on session.user_id = exercise.user_id and session.id = exercise.session_id
    join users on users.id = exercise.user_id
    left join fsrs_parameters on fsrs_parameters.user_id = exercise.user_id
    left join answers
      on answers.user_id = exercise.user_id and answers.session_id = exercise.session_id
      and answers.number = exercise.number
    where exercise.user_id = ${userId} and exercise.session_id = ${sessionId} and exercise.number = ${number}`
)
