import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import { createUser, EmailTaken, findAccountByEmail, findUser } from '../../src/accounts/users.ts'
import { pooledDatabase } from '../support/pooled-database.ts'

const { db } = await pooledDatabase(t)
const profile = { email: 'Ada@Example.org', displayName: 'Ada' }

t.test('an account is found by its id and by its address, and its hash only where it is asked for', async (t) => {
  const user = await createUser(db, profile, 'the hash')
  t.match(user, { email: 'ada@example.org', displayName: 'Ada', timeZone: 'UTC', role: 'learner' })
  t.match(user.id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/)
  t.equal(user.createdAt, new Date(user.createdAt).toISOString())
  t.notOk('passwordHash' in user)
  t.same(await findUser(db, user.id), user)
  t.same(await findAccountByEmail(db, 'ADA@example.ORG'), { user, passwordHash: 'the hash', disabled: false })
  t.equal(await findUser(db, uuidv7()), undefined)
  t.equal(await findAccountByEmail(db, 'nobody@example.org'), undefined)
})

t.test('of twenty who register one address at once one gets it', async (t) => {
  const spellings = ['grace@example.org', 'Grace@Example.org', 'GRACE@EXAMPLE.ORG', 'ｇｒａｃｅ@example.org']
  const settled = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) => createUser(db, { ...profile, email: spellings[i % 4]! }, `hash ${i}`))
  )
  const made = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  t.equal(made.length, 1)
  for (const result of settled) if (result.status === 'rejected') t.type(result.reason, EmailTaken)
  t.match(await findAccountByEmail(db, 'grace@example.org'), { user: made[0]! })
})
