import fastify, { type FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Test } from 'tap'
import config from '../../plugins/config.ts'
import database from '../../plugins/database.ts'
import mail from '../../plugins/mail.ts'
import migrations from '../../plugins/migrations.ts'
import shutdown from '../../plugins/shutdown.ts'
import { connectForMaintenance } from '../../src/database/connect.ts'
import type { Database, Db } from '../../src/database/database.ts'
import { resetPassword } from '../../src/mail/templates.ts'
import { testApp, testEnv } from '../helper.ts'
import { sharedDatabase } from '../support/database.ts'
import { keptLog } from '../support/kept-log.ts'
import { until } from '../support/until.ts'

/** What nobody but the recipient may see. */
export const SECRET = 'a-secret-token'

/** The mail of the tests, with an umlaut and a link. */
export const letter = resetPassword({ publicUrl: 'https://app.example.org', displayName: 'Jürgen', token: SECRET })

/** The plugins that it takes to send mails, in the order in which they need one another. */
const sending = [config, database, migrations, shutdown, mail]

/** What of a server sends mails, by this mail server, if any; its log is kept. A whole server takes far longer to start. */
export async function mailSender(t: Test, env: Record<string, string>) {
  const { lines, logger } = keptLog()
  const app: FastifyInstance = fastify({ logger })
  t.teardown(() => app.close())
  const settings = { ...testEnv, LOG_LEVEL: 'trace', DATABASE_URL: env.DATABASE_URL ?? (await emptyOutbox()), ...env }
  for (const plugin of sending) await app.register(plugin, { env: settings })
  await app.ready()
  return { app, lines }
}

/** A whole server that sends by this mail server, if any; its log is kept. */
export async function mailApp(t: Test, env: Record<string, string>) {
  const { lines, logger } = keptLog()
  const settings = { LOG_LEVEL: 'trace', DATABASE_URL: await emptyOutbox(), ...env }
  return { app: await testApp(t, { server: { logger }, env: settings }), lines }
}

/** The database that the tests of a file share, without the mails that the ones before have left behind. */
async function emptyOutbox(): Promise<string> {
  const url = await sharedDatabase()
  const db = connectForMaintenance<Database>(url)
  await db.deleteFrom('mails').execute()
  await db.destroy()
  return url
}

/** Posts so many mails to recipients of their own. */
export async function post(app: FastifyInstance, count = 1): Promise<void> {
  for (let i = 0; i < count; i++) await app.mail.post(app.db, `learner${i}@example.org`, letter)
}

/** The mails of the outbox, and in how many seconds each is due. */
export const outboxOf = ({ db }: { db: Db }) =>
  db
    .selectFrom('mails')
    .select(['id', 'recipient', 'attempts', 'sent_at'])
    .select(sql<number>`extract(epoch from next_attempt_at - now())`.as('dueIn'))
    .orderBy('id')
    .execute()

/** Waits until no mail is being sent, which is what its lease of a minute means, and gives those that are put off. */
export const putOff = ({ db }: { db: Db }) =>
  until(async () => {
    const mails = await outboxOf({ db })
    return mails.every(({ attempts, dueIn }) => attempts > 0 && dueIn < 30) && mails
  })

/** Waits until every mail has been sent. */
export const allSent = ({ db }: { db: Db }) => until(async () => (await outboxOf({ db })).length === 0)

/** As if so long had gone by for every mail. */
export const age = ({ db }: { db: Db }, span: string) =>
  db
    .updateTable('mails')
    .set({
      created_at: sql`created_at - ${span}::interval`,
      next_attempt_at: sql`next_attempt_at - ${span}::interval`
    })
    .execute()
