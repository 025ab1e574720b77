import { type Static, Type } from '@sinclair/typebox'
import type { Transaction } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Database, Db } from '../database/database.ts'
import { Nullable, StringEnum } from '../http/schema.ts'
import { Role } from './tokens.ts'

export const Action = StringEnum(['create', 'change-role', 'disable', 'enable', 'end-sessions'])
export type Action = Static<typeof Action>

export const AuditEntry = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    at: Type.String({ format: 'date-time' }),
    actorId: Nullable(Type.String({ format: 'uuid' }), { description: 'Who did it; null: from the command line' }),
    action: Action,
    userId: Type.String({ format: 'uuid', description: 'To whose account' }),
    details: Type.Object({ from: Type.Optional(Role), to: Type.Optional(Role) })
  },
  { title: 'AuditEntry' }
)
export type AuditEntry = Static<typeof AuditEntry>

/** Who administers: an administrator's id, or null for the command line. */
export type Actor = string | null

/** Writes down what an administrator did, in the transaction that does it. */
export async function record(
  trx: Transaction<Database>,
  actor: Actor,
  action: Action,
  userId: string,
  now: Temporal.Instant,
  details: AuditEntry['details'] = {}
): Promise<void> {
  const entry = { id: uuidv7(), at: now.toString(), actor_id: actor, action, user_id: userId }
  await trx
    .insertInto('audit_log')
    .values({ ...entry, details: JSON.stringify(details) })
    .execute()
}

/** What administrators did before the entry `before`, the latest first; `limit + 1` entries. */
export async function listAuditLog(db: Db, before: string | undefined, limit: number): Promise<AuditEntry[]> {
  const rows = await db
    .selectFrom('audit_log')
    .select(['id', 'at', 'actor_id as actorId', 'action', 'user_id as userId', 'details'])
    .where('id', '<', before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return rows as AuditEntry[]
}
