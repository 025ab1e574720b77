import t from 'tap'
import { claimMails } from '../../src/mail/outbox.ts'
import { callerOf } from '../helper.ts'
import { mailServer } from '../support/mail-server.ts'
import { until } from '../support/until.ts'
import { age, allSent, letter, mailApp, mailSender, outboxOf, post, putOff, SECRET } from './sent-mails.ts'

t.test('a mail arrives with its text and its HTML, from whom it should be, and is forgotten', async (t) => {
  const server = await mailServer(t)
  const { app } = await mailSender(t, { SMTP_URL: server.url, MAIL_FROM: '"Parlance, for all" <parlance@example.org>' })
  t.match(app.mail, { configured: true, kept: false })
  await app.mail.post(app.db, 'ada@example.org', letter)
  const [posted] = await outboxOf(app)
  app.mail.deliver()
  await allSent(app)

  t.equal(server.received.length, 1)
  const { sender, recipients, message } = server.received[0]!
  t.equal(sender, 'parlance@example.org')
  t.same(recipients, ['ada@example.org'])
  t.match(message, /^From: "Parlance, for all" <parlance@example\.org>\r$/m)
  t.match(message, /^To: ada@example\.org\r$/m)
  t.match(message, /^Subject: Reset your password\r$/m)
  t.match(message, `\r\nMessage-ID: <${posted!.id}@example.org>\r\n`, 'which stays the same should it be sent twice')
  t.match(message, /^Auto-Submitted: auto-generated\r$/m)
  t.match(message, /^Content-Type: text\/plain; charset=utf-8/m)
  t.match(message, letter.text.replaceAll('\n', '\r\n').trim())
  t.match(message, /^Content-Type: text\/html; charset=utf-8/m)
  t.match(message, letter.html.replaceAll('\n', '\r\n').trim())
})

t.test('an address is one address, and no header', async (t) => {
  const server = await mailServer(t)
  const { app } = await mailSender(t, { SMTP_URL: server.url })
  for (const address of ['ada@example.org\r\nBcc: eve@example.org', 'ada@example.org, eve@example.org']) {
    await app.mail.post(app.db, address, letter)
  }
  app.mail.deliver()
  await putOff(app)
  t.same(server.received, [], 'nobody gets it')
})

t.test('a mail of a transaction that is undone is never sent, and whoever posts does not wait', async (t) => {
  const server = await mailServer(t)
  const { app } = await mailApp(t, { SMTP_URL: server.url })
  const mayTake = Promise.withResolvers<void>()
  server.takes = () => mayTake.promise
  const undone = app.db.transaction().execute(async (trx) => {
    await app.mail.post(trx, 'undone@example.org', letter)
    throw new Error('undone')
  })
  await t.rejects(undone, { message: 'undone' })
  await app.db.transaction().execute((trx) => app.mail.post(trx, 'done@example.org', letter))
  t.equal(app.mail.deliver(), undefined)
  await until(() => server.waiting === 1)
  app.mail.deliver()
  // A server that is late, as on a busy machine, is not ready for a moment.
  await until(async () => (await callerOf(app)('GET', '/health/ready')).statusCode === 200)
  t.equal(server.waiting, 1, 'ready while a mail is being sent')

  await app.mail.post(app.db, 'later@example.org', letter)
  app.mail.deliver()
  mayTake.resolve()
  await until(() => server.received.length === 2)
  t.same(
    server.received.map(({ recipients }) => recipients),
    [['done@example.org'], ['later@example.org']],
    'what was posted meanwhile is sent right after it'
  )
})

t.test('two servers on one database send each mail once', async (t) => {
  const server = await mailServer(t)
  const { app } = await mailSender(t, { SMTP_URL: server.url })
  const { app: other } = await mailSender(t, { SMTP_URL: server.url, DATABASE_URL: app.databaseUrl })
  await post(app, 30)
  app.mail.deliver()
  other.mail.deliver()
  await allSent(app)
  t.equal(server.received.length, 30)
  t.equal(new Set(server.received.flatMap(({ recipients }) => recipients)).size, 30)
})

t.test('a mail server that is down loses nothing: mails are put off, longer each time', async (t) => {
  const gone = await mailServer(t)
  await gone.close()
  const { app, lines } = await mailSender(t, { SMTP_URL: gone.url })
  await post(app, 2)
  for (const [attempts, least, most] of [
    [1, 2.5, 5],
    [2, 5, 10],
    [3, 10, 20]
  ] as const) {
    app.mail.deliver()
    const mails = await until(
      async () => (await putOff(app)).every((mail) => mail.attempts === attempts) && putOff(app)
    )
    t.equal(mails.length, 2)
    // To ask takes a while.
    for (const { dueIn } of mails) t.ok(dueIn > least - 2 && dueIn <= most, `after ${attempts}: in ${dueIn} s`)
    await age(app, '30 seconds')
  }
  const told = lines.filter(({ level }) => level >= 40)
  t.equal(told.length, 1, 'which is told once')
  t.match(told[0]!.msg, /^Mails are not delivered \(.*ECONNREFUSED.*\); trying again$/)

  const back = await mailServer(t, Number(new URL(gone.url).port))
  app.mail.deliver()
  await allSent(app)
  t.equal(back.received.length, 2)
})

t.test('a mail that is refused holds up no other', async (t) => {
  const server = await mailServer(t)
  server.takes = async (message) => {
    if (message.includes('learner3@')) throw new Error('not this one')
  }
  const { app } = await mailSender(t, { SMTP_URL: server.url })
  await post(app, 25)
  app.mail.deliver()
  await until(() => server.received.length === 24)
  t.match(await putOff(app), [{ recipient: 'learner3@example.org', attempts: 1 }])
})

t.test('what cannot be sent within a day is given up, and told without what it said', async (t) => {
  const server = await mailServer(t)
  server.takes = async (message) => {
    // As servers do that look for links.
    throw new Error(`no: ${message.slice(message.indexOf('https://'), message.indexOf(SECRET) + SECRET.length)}`)
  }
  const { app, lines } = await mailSender(t, { SMTP_URL: server.url })
  await post(app)
  app.mail.deliver()
  const [mail] = await putOff(app)
  await age(app, '24 hours')
  app.mail.deliver()
  await allSent(app)
  t.match(
    lines.filter(({ level }) => level === 50),
    [{ id: mail!.id, domain: 'example.org', err: { message: 'the mail server answered 450 to DATA' }, msg: /given up/ }]
  )
  t.notMatch(JSON.stringify(lines), SECRET)
  t.notMatch(JSON.stringify(lines), 'learner0')
})

t.test('a mail whose sender crashed is sent once its lease has run out', async (t) => {
  const server = await mailServer(t)
  const { app } = await mailSender(t, { SMTP_URL: server.url })
  await post(app)
  t.equal((await claimMails(app.db)).length, 1, 'by one that does no more')
  await post(app)
  app.mail.deliver()
  await until(async () => (await outboxOf(app)).length === 1)
  t.equal(server.received.length, 1, 'others are sent meanwhile')
  await age(app, '1 minute')
  app.mail.deliver()
  await allSent(app)
  t.equal(server.received.length, 2)
})
