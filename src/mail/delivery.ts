import type { FastifyBaseLogger } from 'fastify'
import type { Db } from '../database/database.ts'
import { BATCH, type ClaimedMail, claimMails, keepMail, putOffMail, removeMail } from './outbox.ts'
import { waitAfter } from './retry.ts'
import type { Transport } from './transport.ts'

/** In ms: less than the minute for which a mail is claimed. */
const SEND_TIMEOUT = 30_000

/** What became of the mails that were claimed together. */
interface Delivery {
  sent: number
  /** Whether more may be due. */
  more: boolean
  /** The first of what went wrong. */
  failure?: Error
}

/** Sends mails that are due, as many as are claimed at once; what cannot be sent is put off, or given up after a day. */
export async function deliverBatch(
  db: Db,
  transport: Transport,
  log: FastifyBaseLogger,
  signal: AbortSignal
): Promise<Delivery> {
  const mails = await claimMails(db)
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(SEND_TIMEOUT)])
  const results = await Promise.allSettled(mails.map((mail) => deliver(db, mail, transport, log, inTime)))
  const failures = results.filter((result) => result.status === 'rejected')
  return { sent: mails.length - failures.length, more: mails.length === BATCH, failure: failures[0]?.reason }
}

async function deliver(
  db: Db,
  mail: ClaimedMail,
  transport: Transport,
  log: FastifyBaseLogger,
  signal: AbortSignal
): Promise<void> {
  try {
    await transport.send(mail, signal)
  } catch (error) {
    const wait = waitAfter(mail, Date.now(), Math.random())
    if (wait !== undefined) await putOffMail(db, mail, wait)
    else {
      await removeMail(db, mail.id)
      const domain = mail.recipient.slice(mail.recipient.lastIndexOf('@') + 1)
      log.error({ id: mail.id, domain, err: error }, 'a mail was given up, for it could not be sent within a day')
    }
    throw error
  }
  await (transport.keeps ? keepMail : removeMail)(db, mail.id)
}
