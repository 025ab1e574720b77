import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { compiled } from '../database/compiled.ts'
import type { Db } from '../database/database.ts'
import type { Letter } from './layout.ts'

export interface Mail extends Letter {
  recipient: string
}

/** A mail of the outbox that is ours to send until its lease runs out. */
export interface ClaimedMail extends Mail {
  id: string
  createdAt: string
  attempts: number
}

/** So many mails are claimed at once. */
export const BATCH = 10

/** Posts a mail. In a transaction it goes out if that commits, and never otherwise. */
export async function postMail(db: Db, { recipient, subject, text, html }: Mail): Promise<void> {
  await db.insertInto('mails').values({ id: uuidv7(), recipient, subject, text, html }).execute()
}

/**
 * Takes mails that are due, for a minute: meanwhile nobody else takes them, and should we crash, somebody does later. All
 * instances go by the database's clock.
 */
export const claimMails: (db: Db) => Promise<ClaimedMail[]> = compiled((db) =>
  db
    .with('due', (db) =>
      db
        .selectFrom('mails')
        .select('id')
        .where('sent_at', 'is', null)
        .where('next_attempt_at', '<=', sql<string>`now()`)
        .orderBy('next_attempt_at')
        .limit(BATCH)
        .forUpdate()
        .skipLocked()
    )
    .updateTable('mails')
    .from('due')
    .set({ attempts: sql`attempts + 1`, next_attempt_at: sql`now() + interval '1 minute'` })
    .whereRef('mails.id', '=', 'due.id')
    .returning(['mails.id', 'recipient', 'subject', 'text', 'html', 'created_at as createdAt', 'attempts'])
)

/** Forgets a mail, for what it links to is a secret. */
export async function removeMail(db: Db, id: string): Promise<void> {
  await db.deleteFrom('mails').where('id', '=', id).execute()
}

/** Keeps a mail, which is not due any more, to be read by a developer. */
export async function keepMail(db: Db, id: string): Promise<void> {
  await db.updateTable('mails').set({ sent_at: sql`now()` }).where('id', '=', id).execute()
}

/** Puts a mail off for so many ms, unless its lease ran out and somebody else has it. */
export async function putOffMail(db: Db, { id, attempts }: ClaimedMail, wait: number): Promise<void> {
  await db
    .updateTable('mails')
    .set({ next_attempt_at: sql`now() + make_interval(secs => ${wait / 1000})` })
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .execute()
}

/** The newest mails that are kept. */
export const latestMails = (db: Db, limit: number) =>
  db
    .selectFrom('mails')
    .select(['id', 'recipient', 'subject', 'text', 'html', 'created_at as createdAt'])
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
