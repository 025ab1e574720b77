import { sql } from 'kysely'
import { v5 as uuidv5 } from 'uuid'
import { compiled } from '../../database/compiled.ts'
import type { Db } from '../../database/database.ts'
import { Conflict, NotFound } from '../../http/problem.ts'
import { startStudySession } from '../start.ts'
import { findOpenSessions, goodSince } from './open-sessions.ts'
import { MOST_PACKED, type PackedSession } from './schemas.ts'
import { type PackableSkill, type Wanted, wantedSessions } from './wanted-sessions.ts'

const NAMESPACE = '6d1f5c0e-8f0b-4a7e-9a43-6a0b1f7f6c52'

/** Exercises of a packed session. */
const SIZE = 12

/**
 * The sessions that a learner takes along of a course: those that are packed and still open, and new ones until there are
 * `count`, or no more to be had. Throws `NotFound` where there is no such course, and `Conflict` without an enrolment.
 */
export async function packSessions(
  db: Db,
  userId: string,
  course: string,
  count: number,
  now: Temporal.Instant,
  signal?: AbortSignal
): Promise<PackedSession[]> {
  const [found] = await selectCourse(db, userId, course)
  if (!found) throw new NotFound(`No course ${course}`)
  const { courseId, enrolled, timeZone } = found
  if (!enrolled) throw new Conflict(`You are not enrolled in it: PUT /v1/me/enrollments/${course} first`)

  const open = await findOpenSessions(db, userId, courseId, now, count)
  if (open.length === count) return open
  const skills = await selectSkills(db, userId, courseId, goodSince(now))
  const isReviewOpen = open.some(({ kind }) => kind === 'review')
  const taken = new Set(open.map(({ id }) => id))
  const ids: string[] = []
  // No more turns than there can be sessions and skills without any, so that a course that has none comes to an end.
  const wanted = wantedSessions(skills, isReviewOpen).take(1 + 2 * skills.length + MOST_PACKED)
  for (const session of wanted) {
    if (taken.size === count) break
    signal?.throwIfAborted()
    const id = await start(db, userId, course, session, taken, now)
    if (id === undefined) continue
    taken.add(id)
    ids.push(id)
  }
  if (ids.length === 0) return open
  await markPacked(db, userId, ids, now.toString({ smallestUnit: 'millisecond' }), timeZone)
  return findOpenSessions(db, userId, courseId, now, count)
}

/**
 * Starts a session under an id that follows from what it is, so that packs which are asked for at the same time have the
 * same; gives the id, which is none of those `taken`, or `undefined` where there is nothing to study.
 */
async function start(
  db: Db,
  userId: string,
  course: string,
  wanted: Wanted,
  taken: ReadonlySet<string>,
  now: Temporal.Instant
): Promise<string | undefined> {
  const today = now.toString().slice(0, 10)
  for (let turn = 0; turn < 2 * MOST_PACKED; turn++) {
    const id = uuidv5(JSON.stringify([userId, course, wanted.kind, wanted.skill, today, turn]), NAMESPACE)
    if (taken.has(id)) continue
    try {
      const { session } = await startStudySession(db, userId, { id, course, size: SIZE, ...wanted }, now)
      if (!session.summary) return id
    } catch (error) {
      if (error instanceof Conflict) return undefined
      throw error
    }
  }
  return undefined
}

const selectCourse = compiled((db, userId: string, course: string) =>
  db
    .selectFrom('courses')
    .innerJoin('users', (join) => join.on('users.id', '=', userId))
    .leftJoin('enrollments', (join) =>
      join.onRef('enrollments.course_id', '=', 'courses.id').onRef('enrollments.user_id', '=', 'users.id')
    )
    .select(['courses.id as courseId', 'users.time_zone as timeZone'])
    .select(sql<boolean>`enrollments.user_id is not null`.as('enrolled'))
    .where('courses.slug', '=', course)
)

/** The skills of a course that have exercises, in its order, with what was done of them. */
const selectSkills = compiled(
  (_db, userId: string, courseId: string, since: string) => sql<PackableSkill>`
    select
      skills.slug as skill,
      coalesce(bool_or(session.completed_at is not null), false) as done,
      coalesce(array_agg(session.kind) filter (
        where session.packed_at > ${since}::timestamptz and session.completed_at is null
      ), '{}') as open
    from skills
    left join study_sessions as session
      on session.user_id = ${userId} and session.course_id = skills.course_id and session.skill_id = skills.id
    where skills.course_id = ${courseId} and not skills.retired and skills.words + skills.phrases > 0
    group by skills.id
    order by skills.position`
)

/** A microsecond after one another, so that they keep their order. */
const markPacked = compiled(
  (_db, userId: string, ids: string[], now: string, timeZone: string) => sql`
    update study_sessions as session set
      packed_at = ${now}::timestamptz + packed.place * interval '1 microsecond', packed_time_zone = ${timeZone}
    from unnest(${ids}::uuid[]) with ordinality as packed(id, place)
    where user_id = ${userId} and session.id = packed.id and packed_at is null`
)
