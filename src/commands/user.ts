import { randomBytes } from 'node:crypto'
import { Value } from '@sinclair/typebox/value'
import type { Transaction } from 'kysely'
import { changeRole, setDisabled } from '../accounts/administration.ts'
import { record } from '../accounts/audit-log.ts'
import { hashPassword } from '../accounts/password-worker.ts'
import { DisplayName } from '../accounts/schemas.ts'
import { isRole, type Role, roles } from '../accounts/tokens.ts'
import { createUser, findAccountByEmail } from '../accounts/users.ts'
import type { Database } from '../database/database.ts'
import { migrateToLatest } from '../database/migrate.ts'
import { transaction } from '../database/transaction.ts'
import { isEmail } from '../http/email.ts'
import { NotFound } from '../http/problem.ts'
import { command, Misuse } from './command.ts'
import { databaseApp } from './database-app.ts'

const usage = `Usage: npm run user -- create <e-mail> [${roles.join('|')}] [--name <name>]
       npm run user -- role <e-mail> <${roles.join('|')}>
       npm run user -- disable|enable <e-mail>
Makes an account with a password that it prints, or changes one; a running server knows of it within five seconds.`

const config = { allowPositionals: true, options: { name: { type: 'string' } } } as const

await command(usage, config, async ({ positionals: [action = '', email = '', given], values: { name } }) => {
  if (!['create', 'role', 'disable', 'enable'].includes(action)) throw new Misuse('Say what to do')
  if (!isEmail(email)) throw new Misuse('Name the account by its e-mail address')
  if (name !== undefined && !Value.Check(DisplayName, name)) throw new Misuse('A name has 1 to 80 characters')
  const role = given ?? (action === 'create' ? 'learner' : undefined)
  if (['create', 'role'].includes(action) && !isRole(role)) throw new Misuse(`${role} is not a role`)

  const app = await databaseApp()
  const now = Temporal.Now.instant()
  try {
    if (app.config.MIGRATE_ON_START) await migrateToLatest(app.db)
    const done = await transaction(app.db, async (trx) => {
      if (action === 'create') {
        const profile = { email, displayName: name ?? email.split('@')[0]!, role: role as Role }
        return create(trx, profile, app.config.BCRYPT_COST, now)
      }
      const account = await findAccountByEmail(trx, email)
      if (!account) throw new NotFound(`There is no account with the address ${email}`)
      const { id } = account.user
      if (action === 'role') await changeRole(trx, null, id, role as Role, now)
      else await setDisabled(trx, null, id, action === 'disable', now)
      return `${account.user.email} is now ${action === 'role' ? role : `${action}d`}`
    })
    console.log(done)
  } finally {
    await app.close()
  }
})

/** Makes an account whose address is taken for proved, and says what its password is. */
async function create(
  trx: Transaction<Database>,
  profile: { email: string; displayName: string; role: Role },
  cost: number,
  now: Temporal.Instant
): Promise<string> {
  const password = randomBytes(15).toString('base64url')
  const user = await createUser(trx, { ...profile, emailVerifiedAt: now.toString() }, hashPassword(password, cost))
  await record(trx, null, 'create', user.id, now, { to: user.role })
  return `${user.email} is now ${user.role}. Password, to be changed after signing in: ${password}`
}
