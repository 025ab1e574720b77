import type { FastifyInstance } from 'fastify'
import type { Transaction } from 'kysely'
import type { Database } from '../database/database.ts'
import { Conflict } from '../http/problem.ts'
import { attemptSignIn } from './sign-in-limits.ts'
import { type AccessToken, Forbidden, invalidToken } from './tokens.ts'
import { type Account, findAccount } from './users.ts'

/** The password that was to confirm something is not the account's. */
export class WrongPassword extends Forbidden {
  override readonly name: string = 'WrongPassword'
}

/**
 * The signed-in user's account, once its password has been given again: who found a device unlocked does not take the
 * account along. Throws `WrongPassword`, `TooManySignIns`, and `Unauthorized` where the account has gone.
 */
export async function confirmPassword(
  app: FastifyInstance,
  { sub, sid }: AccessToken,
  password: string
): Promise<Account> {
  const account = await findAccount(app.db, sub)
  if (!account) throw invalidToken()
  const bucket = { name: 'confirmation', id: sid, limit: 10 }
  const fits = await attemptSignIn(app, [bucket], () => app.passwords.verify(password, account.passwordHash))
  if (fits) return account
  throw new WrongPassword('The password is wrong')
}

/**
 * Holds an account as it was confirmed until the transaction ends. Throws `Conflict` where its password has become another, or
 * it has been disabled or deleted, while the password was being checked.
 */
export async function lockConfirmed(trx: Transaction<Database>, { user, passwordHash }: Account): Promise<void> {
  const held = await trx
    .selectFrom('users')
    .select('id')
    .where('id', '=', user.id)
    .where('password_hash', '=', passwordHash)
    .where('disabled_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!held) throw new Conflict('The account was changed elsewhere at the same moment; try again')
}
