import { randomBytes } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { Database } from '../database/database.ts'
import { NotFound } from '../http/problem.ts'
import { changeRole, setDisabled } from './administration.ts'
import { record } from './audit-log.ts'
import { hashPassword } from './password-worker.ts'
import type { Role } from './roles.ts'
import { createUser, findAccountByEmail } from './users.ts'

/** Makes an account whose address is taken for proved, and says what its password is. Throws `EmailTaken`. */
export async function makeAccount(
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

/** Gives an account another role, or disables or enables it, and says what it is now. Throws `NotFound`. */
export async function changeAccount(
  trx: Transaction<Database>,
  email: string,
  change: { role: Role } | { disabled: boolean },
  now: Temporal.Instant
): Promise<string> {
  const account = await findAccountByEmail(trx, email)
  if (!account) throw new NotFound(`There is no account with the address ${email}`)
  const { id, email: address } = account.user
  if ('role' in change) {
    await changeRole(trx, null, id, change.role, now)
    return `${address} is now ${change.role}`
  }
  await setDisabled(trx, null, id, change.disabled, now)
  return `${address} is now ${change.disabled ? 'disabled' : 'enabled'}`
}
