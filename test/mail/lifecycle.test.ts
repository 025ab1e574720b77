import t, { type Test } from 'tap'
import { connectForMaintenance } from '../../src/database/connect.ts'
import { migrateToLatest } from '../../src/database/migrate.ts'
import { postMail } from '../../src/mail/outbox.ts'
import { ownDatabase } from '../support/database.ts'
import { type MailServer, mailServer } from '../support/mail-server.ts'
import { pooledDatabase } from '../support/pooled-database.ts'
import { startServer } from '../support/server-process.ts'
import { until } from '../support/until.ts'
import { age, allSent, letter, mailSender, outboxOf, post } from './sent-mails.ts'

// Most of this is waiting.
t.jobs = 5

const mail = { recipient: 'ada@example.org', ...letter }

/** An app that is in the middle of sending a mail, and the database that outlives it. */
async function appThatSends(t: Test, server: MailServer) {
  const database = await pooledDatabase(t, { own: true })
  const { app } = await mailSender(t, { SMTP_URL: server.url, DATABASE_URL: database.url })
  await post(app)
  app.mail.deliver()
  await until(() => server.waiting === 1)
  return { app, database }
}

t.test('a server finds by itself what is due; killed while it sends, it leaves the mail to another', async (t) => {
  const server = await mailServer(t)
  server.takes = () => new Promise(() => {})
  const { db, url } = await pooledDatabase(t, { own: true })
  await postMail(db, mail)
  const env = { NODE_ENV: 'test', DATABASE_URL: url, SMTP_URL: server.url }
  const killed = startServer(t, t.testdir(), env)
  await until(() => server.waiting === 1)
  killed.child.kill('SIGKILL')
  await killed.gone

  server.takes = async () => {}
  const { app } = await mailSender(t, { SMTP_URL: server.url, DATABASE_URL: url })
  await postMail(db, mail)
  app.mail.deliver()
  await until(() => server.received.length === 1)
  t.match(await outboxOf({ db }), [{ attempts: 1 }], 'nobody else has it yet')
  await age({ db }, '1 minute')
  app.mail.deliver()
  await allSent({ db })
  t.equal(server.received.length, 2)
})

t.test('a server that leaves waits for the mail that it is sending', async (t) => {
  const server = await mailServer(t)
  const mayTake = Promise.withResolvers<void>()
  server.takes = () => mayTake.promise
  const { app, database } = await appThatSends(t, server)
  const closed = app.close()
  await until(() => app.leaving)
  mayTake.resolve()
  await closed
  t.equal(server.received.length, 1)
  t.same(await outboxOf(database), [])
})

t.test('but not for long: the mail is put off, and whoever asks later starts nothing', async (t) => {
  const server = await mailServer(t)
  server.takes = () => new Promise(() => {})
  const { app, database } = await appThatSends(t, server)
  const start = performance.now()
  await app.close()
  t.ok(performance.now() - start < 6_000)
  const [left] = await outboxOf(database)
  t.match(left, { attempts: 1, sent_at: null })
  t.ok(left!.dueIn <= 5, 'it is due soon, for another server')
  app.mail.deliver()
  t.match(await outboxOf(database), [{ attempts: 1 }])
})

t.test('a mail server that says nothing is given up in time', async (t) => {
  const server = await mailServer(t)
  server.greets = () => new Promise(() => {})
  const { app, lines } = await mailSender(t, { SMTP_URL: server.url, DATABASE_URL: await ownDatabase() })
  await post(app)
  const start = performance.now()
  app.mail.deliver()
  await until(() => lines.find(({ msg }) => msg?.startsWith('Mails are not delivered')))
  t.ok(performance.now() - start < 8_000)
})

t.test('before the database is migrated nothing is looked for', async (t) => {
  const server = await mailServer(t)
  const url = await ownDatabase({ empty: true })
  const env = { NODE_ENV: 'production', JWT_SECRET: 'in a test this need not be a good secret' }
  const { app, lines } = await mailSender(t, { ...env, SMTP_URL: server.url, DATABASE_URL: url })
  app.mail.deliver()
  t.match(
    lines.filter(({ level }) => level >= 40),
    [{ msg: 'PUBLIC_URL is not set: the links in mails lead to localhost' }]
  )
  const db = connectForMaintenance(url)
  await migrateToLatest(db)
  await db.destroy()
  await post(app)
  app.mail.deliver()
  await allSent(app)
  t.equal(server.received.length, 1)
  t.equal(lines.filter(({ level }) => level >= 40).length, 1)
})

t.test('what the database refuses is told once, until a mail has been sent again', async (t) => {
  const server = await mailServer(t)
  const { app, lines } = await mailSender(t, { SMTP_URL: server.url, DATABASE_URL: await ownDatabase() })
  const rename = (from: string, to: string) => app.db.schema.alterTable(from).renameTo(to).execute()
  const told = () => lines.filter(({ level }) => level >= 40).map(({ msg }) => msg)
  const line = 'Mails are not delivered (relation "mails" does not exist); trying again'
  await post(app)
  await rename('mails', 'elsewhere')
  app.mail.deliver()
  await until(() => told().length > 0)
  app.mail.deliver()
  await rename('elsewhere', 'mails')
  app.mail.deliver()
  await allSent(app)
  t.same(told(), [line])

  await rename('mails', 'elsewhere')
  app.mail.deliver()
  await until(() => told().length > 1)
  t.same(told(), [line, line])
})
