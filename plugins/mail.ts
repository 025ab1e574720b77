import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { Db } from '../src/database/database.ts'
import { deliverBatch } from '../src/mail/delivery.ts'
import type { Letter } from '../src/mail/layout.ts'
import { postMail } from '../src/mail/outbox.ts'
import { type Transport, transportFor } from '../src/mail/transport.ts'

declare module 'fastify' {
  interface FastifyInstance {
    mail: {
      /** Whether mails are sent: `SMTP_URL` is set. */
      readonly configured: boolean
      /** Whether they are kept instead, for a developer to read at /dev/mails. Where neither holds there are no mails. */
      readonly kept: boolean
      /** Posts a mail, in the transaction of what it tells of; where there are no mails it does nothing. */
      post(db: Db, recipient: string, letter: Letter): Promise<void>
      /** Has what is posted sent now instead of within seconds, and does not wait for it: call it after the commit. */
      deliver(): void
    }
  }
}

/** In ms, between two looks into the outbox that nobody asks for. */
const INTERVAL = 5_000
/** In ms, for what is being sent when the server leaves: less than its requests get. */
const PATIENCE = 4_000

/** `app.mail`: an outbox in the database, from which mails are sent until they have arrived. */
export default fp(
  async (app) => {
    const { NODE_ENV, PUBLIC_URL } = app.config
    const transport = await transportFor(app.config, app.log)
    const deliver = transport ? startDelivery(app, transport) : () => {}
    app.decorate('mail', {
      configured: transport?.keeps === false,
      kept: transport?.keeps === true,
      post: async (db: Db, recipient: string, letter: Letter) => {
        if (transport) await postMail(db, { recipient, ...letter })
      },
      deliver
    })
    if (transport && NODE_ENV === 'production' && new URL(PUBLIC_URL).hostname === 'localhost') {
      app.log.warn('PUBLIC_URL is not set: the links in mails lead to localhost')
    }
  },
  { name: 'mail', dependencies: ['migrations'] }
)

/** Looks into the outbox from now on until the server closes, and at once whenever it is asked to. */
function startDelivery(app: FastifyInstance, transport: Transport): () => void {
  let asked = false
  let busy = false
  let closed = false
  let failing = false
  let delivering: Promise<void> | undefined

  const deliver = () => {
    asked = true
    if (!busy) delivering = deliverAll()
  }

  async function deliverAll(): Promise<void> {
    busy = true
    while (asked && !closed) {
      asked = false
      await deliverSome().catch(tellOnce)
    }
    busy = false
  }

  async function deliverSome(): Promise<void> {
    if (!app.isDatabaseConnected() || (await app.pendingMigrations()).length > 0) return
    const { more, sent, failure } = await deliverBatch(app.db, transport, app.log, leaving.signal)
    if (sent > 0) failing = false
    // Where nothing can be sent the rest would fail as well.
    if (more && sent > 0) asked = true
    if (failure) throw failure
  }

  function tellOnce({ message, code }: NodeJS.ErrnoException): void {
    if (!failing) app.log.warn(`Mails are not delivered (${message || code}); trying again`)
    failing = true
  }

  const poll = setInterval(deliver, INTERVAL).unref()
  const leaving = new AbortController()
  let lastCall: Promise<void>
  app.addHook('preClose', async () => {
    setTimeout(() => leaving.abort(), PATIENCE).unref()
    lastCall = wait(PATIENCE + 1_000, undefined, { ref: false })
  })
  app.addHook('onClose', async () => {
    clearInterval(poll)
    closed = true
    // What this leaves behind is claimed again once its lease has run out.
    await Promise.race([delivering, lastCall])
    transport.close()
  })
  return deliver
}
