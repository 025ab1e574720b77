import t from 'tap'
import { callerOf } from '../helper.ts'
import { mailServer } from '../support/mail-server.ts'
import { until } from '../support/until.ts'
import { letter, mailApp, mailSender, outboxOf, post, SECRET } from './sent-mails.ts'

type Method = 'GET' | 'HEAD' | 'POST'
const requests: [Method, query: string][] = [
  ['GET', ''],
  ['GET', '?limit=1'],
  ['HEAD', ''],
  ['POST', '']
]

const production = { NODE_ENV: 'production', JWT_SECRET: 'in a test this need not be a good secret' }

const { app, lines } = await mailApp(t, {})

t.test('a developer without a mail server reads mails at /dev/mails, and in the log that there is one', async (t) => {
  t.match(app.mail, { configured: false, kept: true })
  await app.mail.post(app.db, 'ada@example.org', letter)
  app.mail.deliver()
  await until(async () => (await outboxOf(app)).every((mail) => mail.sent_at !== null))
  const told = lines.filter(({ msg }) => msg?.includes('/dev/mails'))
  t.match(told, [{ level: 30, recipient: 'ada@example.org', subject: letter.subject }])
  t.equal(told.length, 1)
  t.notMatch(JSON.stringify(lines), SECRET)

  const reply = await callerOf(app)('GET', '/dev/mails')
  t.equal(reply.statusCode, 200)
  t.equal(reply.headers['cache-control'], 'no-store')
  const { items } = reply.json()
  t.match(items, [{ recipient: 'ada@example.org', ...letter, createdAt: /Z$/ }])
  t.ok('/dev/mails' in app.swagger().paths!)
})

t.test('the latest fifty can be read, newest first, sent or not', async (t) => {
  await post(app, 52)
  const { items } = (await callerOf(app)('GET', '/dev/mails')).json<{ items: { recipient: string }[] }>()
  t.same(
    items.map(({ recipient }) => recipient),
    Array.from({ length: 50 }, (_, i) => `learner${51 - i}@example.org`)
  )
})

t.test('in production and staging there are no mails without a mail server', async (t) => {
  for (const NODE_ENV of ['production', 'staging']) {
    const { app } = await mailSender(t, { ...production, NODE_ENV })
    t.match(app.mail, { configured: false, kept: false })
    await post(app)
    app.mail.deliver()
    t.same(await outboxOf(app), [], 'what nobody could read is not kept')
  }
})

t.test('where mails are not kept, /dev/mails is as unknown as any other route', async (t) => {
  const { url } = await mailServer(t)
  for (const env of [production, { ...production, NODE_ENV: 'staging' }, { SMTP_URL: url }]) {
    const { app } = await mailApp(t, { ...env, DEMONSTRATION_COURSE: 'false' })
    const answer = async (method: Method, url: string) => {
      const { statusCode, headers, body } = await app.inject({ method, url })
      const { instance, detail, ...problem } = JSON.parse(body || '{}')
      const kept = Object.keys(headers).filter((name) => name !== 'date' && name !== 'ratelimit-remaining')
      return {
        statusCode,
        headers: kept.map((name) => [name, headers[name]]),
        problem,
        detail: detail?.replace('males', 'mails')
      }
    }
    for (const [method, query] of requests) {
      const known = await answer(method, `/dev/mails${query}`)
      t.equal(known.statusCode, 404)
      t.same(known, await answer(method, `/dev/males${query}`))
    }
    t.notOk('/dev/mails' in app.swagger().paths!)
  }
})
