import { reportAnswer } from '../../src/answer-reports/report.ts'
import { publishCourse } from '../../src/authoring/publish.ts'
import type { CourseDocument } from '../../src/courses/document.ts'
import type { Db } from '../../src/database/database.ts'
import { transaction } from '../../src/database/transaction.ts'
import { answerExercise } from '../../src/learning/answering.ts'
import { completeStudySession } from '../../src/learning/completion.ts'
import type { TypeExercise } from '../../src/learning/exercises/type.ts'
import { startStudySession } from '../../src/learning/start.ts'
import { smallCourse, withSkill } from './courses.ts'
import { answerAll, storedExercises } from './study.ts'

/** When everything in these tests happens, unless they say otherwise. */
export const noon = Temporal.Instant.from('2026-03-01T12:00:00Z')

/** A course of two words and a phrase: too few to choose from, so that each is to be typed in both directions. */
const tinyCourse = (slug: string): CourseDocument => {
  const tiny = ['el perro', 'el gato', 'El perro come pan.']
  return withSkill(smallCourse(slug), 'animals', (skill) => ({
    ...skill,
    items: skill.items.filter(({ target }) => tiny.includes(target[0]!))
  }))
}

/** A tiny course, published. */
export async function publishedCourse(db: Db, slug: string): Promise<CourseDocument> {
  const course = tinyCourse(slug)
  await transaction(db, (trx) => publishCourse(trx, course, { user: undefined, now: noon }))
  return course
}

/** A session in which "the dog" has been answered by `answer`, and everything else rightly unless it is left open. */
export async function attempt(
  db: Db,
  userId: string,
  course: string,
  answer = 'el chucho',
  { open = false, now = noon } = {}
): Promise<{ session: string; exercise: number; itemId: string }> {
  const wanted = { course, kind: 'lesson', skill: 'animals', size: 30 } as const
  const { session } = await startStudySession(db, userId, wanted, now)
  const asked = session.exercises.find(
    (exercise): exercise is TypeExercise =>
      exercise.kind === 'type' && exercise.direction === 'toTarget' && exercise.prompt === 'the dog'
  )!
  const stored = await storedExercises(db, session.id)
  await answerExercise(db, userId, session.id, asked.id, { answer }, now)
  if (!open) {
    await answerAll(
      db,
      userId,
      session.id,
      stored.filter(({ number }) => number !== asked.id)
    )
    await completeStudySession(db, userId, session.id, now)
  }
  return { session: session.id, exercise: asked.id, itemId: stored[asked.id - 1]!.itemIds[0]! }
}

/** An attempt that has been reported, and the id of its group. */
export async function reportedAttempt(db: Db, userId: string, course: string, answer?: string, comment?: string) {
  const made = await attempt(db, userId, course, answer)
  const { session, exercise } = made
  await reportAnswer(db, userId, { session, exercise, ...(comment && { comment }) }, noon)
  const { group_id: groupId } = await db
    .selectFrom('answer_reports')
    .select('group_id')
    .where('user_id', '=', userId)
    .where('session_id', '=', session)
    .executeTakeFirstOrThrow()
  return { ...made, groupId }
}
