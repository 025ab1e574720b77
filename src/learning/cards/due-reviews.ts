import { type Static, Type } from '@sinclair/typebox'
import { sql } from 'kysely'
import { CourseSlug } from '../../courses/schemas.ts'
import { compiled } from '../../database/compiled.ts'
import type { Db } from '../../database/database.ts'
import { addDays, boundsOfDay, daysFrom, localDay } from '../days.ts'
import { findLearner } from './learner.ts'

/** How many local days a forecast has, today among them. */
const FORECAST_DAYS = 30

const counts = {
  dueNow: Type.Integer({ description: 'Cards that a review session would take now', examples: [12] }),
  dueToday: Type.Integer({ description: 'Cards that fall due before the end of the local day', examples: [15] })
}

export const DueReviews = Type.Object(
  {
    day: Type.String({ format: 'date', description: "The learner's local day" }),
    ...counts,
    courses: Type.Array(Type.Object({ course: CourseSlug, ...counts }), {
      description: 'The courses that the learner is enrolled in'
    }),
    forecast: Type.Array(Type.Object({ day: Type.String({ format: 'date' }), due: Type.Integer({ examples: [15] }) }), {
      description: '30 local days; all that is overdue counts for the first, today'
    })
  },
  { title: 'DueReviews' }
)
export type DueReviews = Static<typeof DueReviews>

/** What is due of a learner's cards in the courses that they are enrolled in, now and on 30 days; `undefined` for nobody. */
export async function findDueReviews(db: Db, userId: string, now: Temporal.Instant): Promise<DueReviews | undefined> {
  const learner = await findLearner(db, userId)
  if (!learner) return undefined
  const { timeZone, dayStartHour } = learner
  const day = localDay(now, timeZone, dayStartHour)
  const days = daysFrom(day, addDays(day, FORECAST_DAYS - 1))
  const ends = days.map((each) => boundsOfDay(each, timeZone, dayStartHour).end.toString())
  const rows = await selectDue(db, userId, now.toString(), ends, ends[0]!, ends.at(-1)!)
  const bySlug = Map.groupBy(rows, ({ course }) => course)
  const courses = Array.from(bySlug, ([course, rows]) => ({
    course,
    dueNow: sum(rows.map(({ dueNow }) => dueNow)),
    dueToday: sum(rows.filter(({ place }) => place === 0).map(({ due }) => due))
  }))
  return {
    day,
    dueNow: sum(courses.map(({ dueNow }) => dueNow)),
    dueToday: sum(courses.map(({ dueToday }) => dueToday)),
    courses,
    forecast: days.map((day, index) => ({
      day,
      due: sum(rows.filter(({ place }) => place === index).map(({ due }) => due))
    }))
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

/** The cards of each enrolled course by the day that they are due on, counted from 0; one row at least for each course. */
const selectDue = compiled(
  (_db, userId: string, now: string, ends: string[], endOfDay: string, end: string) => sql<{
    course: string
    place: number
    due: number
    dueNow: number
  }>`
    select
      courses.slug as course, coalesce(width_bucket(card.due, ${ends}::timestamptz[]), 0) as place,
      count(card.due) as due,
      count(card.due) filter (
        where card.due < ${endOfDay}::timestamptz and (card.state = 'review' or card.due <= ${now}::timestamptz)
      ) as "dueNow"
    from enrollments
    join courses on courses.id = enrollments.course_id
    left join lateral (
      select cards.due, cards.state
      from cards
      join items on items.id = cards.item_id and not items.retired
      where cards.user_id = enrollments.user_id and cards.course_id = enrollments.course_id
        and cards.due < ${end}::timestamptz
    ) as card on true
    where enrollments.user_id = ${userId}
    group by 1, 2
    order by 1, 2`
)
