import type { FastifyBaseLogger } from 'fastify'
import type { NodemailerError } from 'nodemailer'
import type { Config } from '../config/schema.ts'
import type { ClaimedMail } from './outbox.ts'

/** How mails leave the outbox. */
export interface Transport {
  /** Whether the outbox keeps what is sent, since nobody else has it. */
  keeps: boolean
  /** Settles when the mail has been taken over; throws otherwise, at the latest once the signal is aborted. */
  send(mail: ClaimedMail, signal: AbortSignal): Promise<void>
  close(): void
}

/**
 * The mail server at `SMTP_URL`. Without one, the developer, who reads mails at /dev/mails; elsewhere nobody: what mails
 * link to would be open to all.
 */
export async function transportFor(
  { SMTP_URL, MAIL_FROM, NODE_ENV }: Config,
  log: FastifyBaseLogger
): Promise<Transport | undefined> {
  if (SMTP_URL) return smtpTransport(SMTP_URL, MAIL_FROM)
  return NODE_ENV === 'development' || NODE_ENV === 'test' ? developmentTransport(log) : undefined
}

/** A few connections to a mail server, which stay open for a while. */
async function smtpTransport(url: string, from: string): Promise<Transport> {
  // Most machines of developers never need it.
  const { createTransport } = await import('nodemailer')
  const pool = createTransport({
    url,
    pool: true,
    // The outbox tries again, in its own time.
    maxRequeues: 0,
    // From the look-up of the name to the greeting.
    connectionTimeout: 5_000,
    socketTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true
  })
  const [, domain] = /@([^\s<>@]+)>?$/.exec(from)!
  return {
    keeps: false,
    send: async ({ id, recipient, subject, text, html }, signal) => {
      try {
        await pool.sendMail({
          from,
          // As an object it is one address, whatever is in it.
          to: { name: '', address: recipient },
          subject,
          text,
          html,
          // Should it be sent twice, as after a crash, it is known to be one mail.
          messageId: `<${id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal
        })
      } catch (error) {
        throw withoutQuotes(error as NodemailerError)
      }
    },
    close: () => pool.close({ force: true })
  }
}

const developmentTransport = (log: FastifyBaseLogger): Transport => ({
  keeps: true,
  send: async ({ recipient, subject }) => log.info({ recipient, subject }, 'a mail is to be read at /dev/mails'),
  close: () => {}
})

/** A mail server may quote what it refuses, with recipient and link: of its answer only the code gets into a log. */
function withoutQuotes({ message, code, command, response, responseCode }: NodemailerError): Error {
  if (response) return new Error(`the mail server answered ${responseCode} to ${command}`)
  return new Error(code === 'EENVELOPE' ? 'no mail can be sent to such an address' : message)
}
