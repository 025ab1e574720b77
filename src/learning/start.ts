import { v7 as uuidv7 } from 'uuid'
import type { Side } from '../courses/document.ts'
import type { Db } from '../database/database.ts'
import { transaction } from '../database/transaction.ts'
import { Conflict, NotFound } from '../http/problem.ts'
import { promptsOf } from '../language/main-form.ts'
import { knownTokens } from '../language/tokens.ts'
import { buildSession, type PlannedExercise } from './exercises/plan.ts'
import { answersOn } from './exercises/question.ts'
import { gatherVocabulary, type SessionItem, type Vocabulary } from './exercises/vocabulary.ts'
import { strengthOf } from './progress.ts'
import {
  findLesson,
  findStudySession,
  selectItemsSharingPrompts,
  selectLookalikes,
  selectNearbyItems,
  selectSkillItems
} from './session-queries.ts'
import type { NewStudySession, StudySession } from './study-session.ts'

/** Lessons borrow wrong options from this many skills before their own, and from the one behind it. */
const SKILLS_BEFORE = 3

/**
 * Starts a study session; the same id again gives the session that it named first. Throws `NotFound` where there is no
 * such skill, and `Conflict` where the learner is not enrolled, the id names another session, or the skill has nothing
 * to practise.
 */
export async function startStudySession(
  db: Db,
  userId: string,
  wanted: NewStudySession,
  signal?: AbortSignal
): Promise<{ session: StudySession; created: boolean }> {
  const id = wanted.id?.toLowerCase() ?? uuidv7()
  if (wanted.id) {
    const earlier = await findStudySession(db, userId, id)
    if (earlier) return { session: sameSession(earlier, wanted), created: false }
  }
  const lesson = await findLesson(db, userId, wanted.course, wanted.skill)
  if (!lesson) throw new NotFound(`No skill ${wanted.skill} in the course ${wanted.course}`)
  if (!lesson.enrolled) {
    throw new Conflict(`You are not enrolled in it: PUT /v1/me/enrollments/${wanted.course} first`)
  }
  // Two starts of one id at the same moment plan the same session, and whichever is stored is it.
  const exercises = await planLesson(db, userId, lesson, wanted.size, id)
  if (exercises.length === 0) throw new Conflict(`The skill ${wanted.skill} has no exercises, only a dictionary`)

  const row = { user_id: userId, id, course_id: lesson.courseId, skill_id: lesson.skillId }
  const created = await transaction(
    db,
    async (trx) => {
      const inserted = await trx
        .insertInto('study_sessions')
        .values({ ...row, kind: wanted.kind, size: wanted.size })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst()
      if (inserted)
        await trx
          .insertInto('study_exercises')
          .values(exercises.map(exerciseRow(userId, id)))
          .execute()
      return inserted !== undefined
    },
    signal
  )
  const session = await findStudySession(db, userId, id)
  return { session: sameSession(session!, wanted), created }
}

function sameSession(session: StudySession, wanted: NewStudySession): StudySession {
  if (session.course !== wanted.course || session.skill !== wanted.skill || session.kind !== wanted.kind) {
    throw new Conflict(`The id ${session.id} is that of another study session: choose a new one`)
  }
  return session
}

const exerciseRow =
  (userId: string, sessionId: string) =>
  ({ exercise, key, itemIds }: PlannedExercise) => ({
    user_id: userId,
    session_id: sessionId,
    number: exercise.id,
    exercise: JSON.stringify(exercise),
    key: JSON.stringify(key),
    item_ids: itemIds
  })

type Lesson = NonNullable<Awaited<ReturnType<typeof findLesson>>>

async function planLesson(db: Db, userId: string, lesson: Lesson, size: number, seed: string) {
  const { courseId, skillId, position, target, source } = lesson
  const rows = await selectSkillItems(db, userId, courseId, skillId)
  const items = rows.map(({ inARow, ...item }) => ({ ...item, strength: strengthOf(inARow) })) as SessionItem[]
  const prompts = (side: Side) => [...new Set(items.flatMap((item) => promptsOf(item[side])))]
  const [nearby, sharing] = await Promise.all([
    selectNearbyItems(db, courseId, position - SKILLS_BEFORE, position + 1),
    selectItemsSharingPrompts(db, courseId, prompts('target'), prompts('source'))
  ])
  const pool = [...nearby, ...sharing].map((item) => ({ ...item, ahead: item.place > position })) as SessionItem[]
  const vocabulary = gatherVocabulary(items, pool, { target, source })
  const [targetLookalikes, sourceLookalikes] = await Promise.all([
    findLookalikes(db, courseId, vocabulary, 'target'),
    findLookalikes(db, courseId, vocabulary, 'source')
  ])
  const lookalikes = { target: targetLookalikes, source: sourceLookalikes }
  return buildSession(vocabulary, { seed, size, accents: lesson.accents as 'note', lookalikes })
}

async function findLookalikes(db: Db, courseId: string, vocabulary: Vocabulary, side: Side) {
  const tokens = knownTokens(answersOn(vocabulary, side), vocabulary.languages[side])
  const rows = await selectLookalikes(db, courseId, side, [...tokens])
  return new Map(rows.map(({ token, others }) => [token, others]))
}
