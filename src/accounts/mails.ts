import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import type { Db } from '../database/database.ts'
import { foldEmail } from '../http/email.ts'
import { Conflict } from '../http/problem.ts'
import { confirmAccount } from '../mail/templates.ts'
import { issueEmailToken } from './email-tokens.ts'
import type { User } from './schemas.ts'

/** Whom a mail to a user speaks to. */
export const addressee = ({ config }: FastifyInstance, { displayName }: Pick<User, 'displayName'>) => ({
  publicUrl: config.PUBLIC_URL,
  displayName
})

const sendsMail = ({ mail }: FastifyInstance) => mail.configured || mail.kept

/** Throws `Conflict` where no mail is sent, for what cannot be done without. */
export function requireMail(app: FastifyInstance): void {
  if (!sendsMail(app)) throw new Conflict('This server sends no mail: ask those who run it')
}

export const MailSent = Type.Object(
  { message: Type.String() },
  { title: 'MailSent', description: 'A mail is on its way' }
)
/** What is replied where a mail tells the rest. */
export const mailSent = { message: 'If the address is right, a mail is on its way to it: open the link in it' }

/** More mails to one address than anybody needs in an hour. */
export class TooManyMails extends Error {
  override readonly name = 'TooManyMails'
  readonly statusCode = 429
  readonly headers: Record<string, string>

  constructor(seconds: number) {
    super(`Too many mails were asked for; try again in ${Math.ceil(seconds / 60)} min`)
    this.headers = { 'retry-after': String(seconds) }
  }
}

/** What mails are asked for; each is limited by itself, so that nobody uses up what another needs. */
export type MailKind = 'registration' | 'verification' | 'change' | 'reset'

/** Counts a mail that somebody asked for, whether or not it will be sent: five an hour to one address. Throws `TooManyMails`. */
export async function limitMails(app: FastifyInstance, kind: MailKind, address: string): Promise<void> {
  const attempt = await app.throttles.take([{ name: `mail: ${kind}`, id: foldEmail(address), limit: 5 }], 3600)
  if (!attempt.counted) throw new TooManyMails(attempt.wait)
}

/** Posts the mail whose link confirms a user's address; where no mail is sent it does nothing. */
export async function postVerification(app: FastifyInstance, db: Db, user: User, now: Temporal.Instant): Promise<void> {
  if (!sendsMail(app)) return
  const token = await issueEmailToken(db, user.id, 'verify', user.email, now)
  await app.mail.post(db, user.email, confirmAccount({ ...addressee(app, user), token }))
}
