import { type Static, Type } from '@sinclair/typebox'
import { sql, type Transaction } from 'kysely'
import type { Database, Db } from '../database/database.ts'
import { foldEmail } from '../http/email.ts'
import { Nullable } from '../http/schema.ts'
import { type Actor, record } from './audit-log.ts'
import { User } from './schemas.ts'
import { shutOut } from './shut-out.ts'
import { Forbidden, type Role } from './tokens.ts'
import { userColumns, userOf } from './users.ts'

export const ManagedUser = Type.Object(
  {
    ...User.properties,
    disabledAt: Nullable(Type.String({ format: 'date-time' }), { description: 'Since when nobody can sign in to it' })
  },
  { title: 'ManagedUser' }
)
export type ManagedUser = Static<typeof ManagedUser>

const LAST_CHARACTER = '\u{10ffff}'

/** The users whose address begins with `prefix`, in order of their addresses, after `after`; `limit + 1` of them. */
export async function listUsers(
  db: Db,
  prefix: string | undefined,
  after: string | undefined,
  limit: number
): Promise<ManagedUser[]> {
  const from = foldEmail(prefix ?? '')
  const address = sql<string>`email collate "C"`
  const rows = await managed(db)
    .where(address, '>=', from)
    .where(address, '<', `${from}${LAST_CHARACTER}`)
    .where(address, '>', after ?? '')
    .orderBy(address)
    .limit(limit + 1)
    .execute()
  return rows.map(managedOf)
}

/** The user of that id, or `undefined`. */
export async function findManagedUser(db: Db, id: string): Promise<ManagedUser | undefined> {
  const row = await managed(db).where('id', '=', id).executeTakeFirst()
  return row && managedOf(row)
}

/** Gives a user another role, within seconds also in the tokens they have; gives whether there is such a user. */
export async function changeRole(
  trx: Transaction<Database>,
  actor: Actor,
  id: string,
  role: Role,
  now: Temporal.Instant
): Promise<boolean> {
  const user = await lock(trx, actor, id)
  if (!user || user.role === role) return user !== undefined
  await trx
    .updateTable('users')
    .set({ role, role_changed_at: sql`greatest(clock_timestamp(), role_changed_at + interval '1 ms')` })
    .where('id', '=', id)
    .execute()
  await record(trx, actor, 'change-role', id, now, { from: user.role as Role, to: role })
  return true
}

/** Disables an account, which ends its sessions, or enables it again; gives whether there is such a user. */
export async function setDisabled(
  trx: Transaction<Database>,
  actor: Actor,
  id: string,
  disabled: boolean,
  now: Temporal.Instant
): Promise<boolean> {
  const user = await lock(trx, actor, id)
  if (!user || (user.disabled_at !== null) === disabled) return user !== undefined
  const disabledAt = disabled ? now.toString() : null
  await trx.updateTable('users').set({ disabled_at: disabledAt }).where('id', '=', id).execute()
  if (disabled) await shutOut(trx, id, now)
  await record(trx, actor, disabled ? 'disable' : 'enable', id, now)
  return true
}

/** Signs a user out everywhere; gives whether there is such a user. */
export async function endSessionsOf(
  trx: Transaction<Database>,
  actor: Actor,
  id: string,
  now: Temporal.Instant
): Promise<boolean> {
  if (!(await lock(trx, actor, id))) return false
  await shutOut(trx, id, now)
  await record(trx, actor, 'end-sessions', id, now)
  return true
}

const managed = (db: Db) => db.selectFrom('users').select(userColumns).select('disabled_at as disabledAt')

const managedOf = ({ disabledAt, ...row }: Parameters<typeof userOf>[0] & { disabledAt: string | null }) => ({
  ...userOf(row),
  disabledAt
})

/** Holds the user's row, and the administrator's, who may have ceased to be one. Throws `Forbidden`. */
async function lock(trx: Transaction<Database>, actor: Actor, id: string) {
  const rows = await trx
    .selectFrom('users')
    .select(['id', 'role', 'disabled_at'])
    .where('id', 'in', actor ? [actor, id] : [id])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  const administers = rows.some((row) => row.id === actor && row.role === 'admin' && !row.disabled_at)
  if (actor && !administers) throw new Forbidden('You are no administrator any more')
  return rows.find((row) => row.id === id.toLowerCase())
}
