import { sql } from 'kysely'
import t from 'tap'
import type { Db } from '../../src/database/database.ts'
import {
  BATCH,
  type ClaimedMail,
  claimMails,
  keepMail,
  latestMails,
  postMail,
  putOffMail,
  removeMail
} from '../../src/mail/outbox.ts'
import { pooledDatabase } from '../support/pooled-database.ts'

const { db } = await pooledDatabase(t, { max: 8 })
const mail = { recipient: 'ada@example.org', subject: 'A mail', text: 'Hello', html: '<p>Hello</p>' }

t.afterEach(async () => {
  await db.deleteFrom('mails').execute()
})

const post = async (count: number) => {
  for (let i = 0; i < count; i++) await postMail(db, { ...mail, subject: `Mail ${i}` })
}

/** As if so long had gone by for every mail. */
const age = (db: Db, span: string) =>
  db
    .updateTable('mails')
    .set({ next_attempt_at: sql`next_attempt_at - ${span}::interval` })
    .execute()

const subjects = (mails: { subject: string }[]) => mails.map(({ subject }) => subject).sort()

t.test('a mail that is posted is due, and has its text until it is removed', async (t) => {
  await postMail(db, mail)
  const [claimed, ...others] = await claimMails(db)
  t.match(claimed, { ...mail, attempts: 1, createdAt: /Z$/ })
  t.same(others, [])
  await removeMail(db, claimed!.id)
  await age(db, '1 hour')
  t.same(await claimMails(db), [])
  t.same(await latestMails(db, 50), [])
})

t.test('of any number who claim at once, each mail goes to one', async (t) => {
  await post(3 * BATCH)
  const claims = await Promise.all(Array.from({ length: 8 }, () => claimMails(db)))
  for (const claim of claims) t.ok(claim.length <= BATCH)
  const rest: ClaimedMail[] = []
  for (let more = await claimMails(db); more.length > 0; more = await claimMails(db)) rest.push(...more)
  const all = [...claims.flat(), ...rest]
  t.equal(all.length, 3 * BATCH)
  t.equal(new Set(subjects(all)).size, 3 * BATCH)
})

t.test("a mail that somebody is claiming is nobody else's, and holds up none", async (t) => {
  await post(2)
  await db.transaction().execute(async (trx) => {
    t.equal((await claimMails(trx)).length, 2)
    await post(1)
    t.same(subjects(await claimMails(db)), ['Mail 0'])
    t.same(await claimMails(db), [])
  })
  t.same(await claimMails(db), [])
})

t.test('who crashes with a mail loses it after a minute to somebody else', async (t) => {
  await postMail(db, mail)
  const [lost] = await claimMails(db)
  await age(db, '55 seconds')
  t.same(await claimMails(db), [], 'it is still being sent')
  await age(db, '10 seconds')
  const [found] = await claimMails(db)
  t.match(found, { id: lost!.id, attempts: 2 })
  await putOffMail(db, lost!, 3_600_000)
  await age(db, '65 seconds')
  t.match(await claimMails(db), [{ id: lost!.id, attempts: 3 }], 'and has no more say in it')
})

t.test('a mail that is put off is due again after that long', async (t) => {
  await postMail(db, mail)
  const [claimed] = await claimMails(db)
  await putOffMail(db, claimed!, 7_500)
  await age(db, '7 seconds')
  t.same(await claimMails(db), [])
  await age(db, '1 second')
  t.match(await claimMails(db), [{ id: claimed!.id, attempts: 2 }])
})

t.test('a mail that is kept is due no more, and the newest can be read', async (t) => {
  await post(4)
  for (const { id } of await claimMails(db)) await keepMail(db, id)
  await age(db, '1 hour')
  t.same(await claimMails(db), [])
  const latest = await latestMails(db, 3)
  t.same(
    latest.map(({ subject }) => subject),
    ['Mail 3', 'Mail 2', 'Mail 1']
  )
  t.same(Object.keys(latest[0]!), ['id', 'recipient', 'subject', 'text', 'html', 'createdAt'])
})

t.test('a mail is posted if the transaction commits, and only then', async (t) => {
  const undone = db.transaction().execute(async (trx) => {
    await postMail(trx, mail)
    throw new Error('undone')
  })
  await t.rejects(undone, { message: 'undone' })
  t.same(await latestMails(db, 50), [])
  await db.transaction().execute(async (trx) => {
    await postMail(trx, mail)
    t.same(await claimMails(db), [], 'not before')
  })
  t.equal((await claimMails(db)).length, 1)
})
