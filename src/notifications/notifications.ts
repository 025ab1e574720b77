import { type Static, Type } from '@sinclair/typebox'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { compiled } from '../database/compiled.ts'
import type { Db } from '../database/database.ts'
import { Nullable, StringEnum, Uuid } from '../http/schema.ts'

const AnswerAccepted = Type.Object(
  {
    course: Type.String({ examples: ['italian-from-english'] }),
    session: Uuid(),
    exercise: Type.Integer({ minimum: 1, description: 'Position in the session', examples: [3] }),
    answer: Type.String({ description: 'What the learner had answered', examples: ['the hound'] }),
    xp: Type.Integer({ minimum: 0, description: 'XP gained by it, the session being completed', examples: [1] })
  },
  { title: 'AnswerAccepted', description: 'An answer that was judged wrong is accepted now, and its verdict right' }
)
export type AnswerAccepted = Static<typeof AnswerAccepted>

/** Something that a learner is told of, told apart by `kind`. */
export const Notification = Type.Object(
  {
    id: Uuid(),
    kind: StringEnum(['answer-accepted'], { description: 'Tells what `data` is' }),
    data: AnswerAccepted,
    createdAt: Type.String({ format: 'date-time' }),
    readAt: Nullable(Type.String({ format: 'date-time' }), { description: 'Null until it is marked as read' })
  },
  { title: 'Notification' }
)
export type Notification = Static<typeof Notification>

/** Tells a learner something, in the transaction of what it tells of. */
export async function notify(
  db: Db,
  userId: string,
  { kind, data }: Pick<Notification, 'kind' | 'data'>,
  now: Temporal.Instant
): Promise<void> {
  await db
    .insertInto('notifications')
    .values({ user_id: userId, id: uuidv7(), kind, data: JSON.stringify(data), created_at: now.toString() })
    .execute()
}

/** What a learner was told before the notification `before`, the latest first; `limit + 1` of them. */
export const listNotifications = (db: Db, userId: string, before: string | undefined, limit: number) =>
  selectNotifications(db, userId, before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff', limit + 1) as Promise<
    Notification[]
  >

const selectNotifications = compiled((db, userId: string, before: string, limit: number) =>
  db
    .selectFrom('notifications')
    .select(['id', 'kind', 'data', 'created_at as createdAt', 'read_at as readAt'])
    .where('user_id', '=', userId)
    .where('id', '<', before)
    .orderBy('id', 'desc')
    .limit(limit)
)

/** Counting stops here: no screen shows more. */
const MOST_UNREAD = 100

/** How many notifications a learner has not read; 100 stands for that many or more. */
export const countUnread = async (db: Db, userId: string): Promise<number> =>
  (await selectUnread(db, userId))[0]!.unread

const selectUnread = compiled(
  (_db, userId: string) =>
    sql<{ unread: number }>`
    select count(*) as unread from (
      select from notifications where user_id = ${userId} and read_at is null limit ${sql.lit(MOST_UNREAD)}
    ) as unread`
)

/** Marks a notification as read, once; false where the learner has none of that id. */
export async function markRead(db: Db, userId: string, id: string, now: Temporal.Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('notifications')
    .set({ read_at: sql`coalesce(read_at, ${now.toString()})` })
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
