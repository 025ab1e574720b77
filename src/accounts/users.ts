import type { Selectable } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { compiled } from '../database/compiled.ts'
import type { Database, Db } from '../database/database.ts'
import { foldEmail } from '../http/email.ts'
import type { ProfileChange, Registration, User } from './schemas.ts'
import type { Role } from './tokens.ts'

/** An account with this e-mail address exists. */
export class EmailTaken extends Error {
  override readonly name = 'EmailTaken'
  readonly statusCode = 409

  constructor() {
    super('An account with this e-mail address exists already: sign in instead')
  }
}

/** A new account: what was registered, and its id where one is known already. */
export type NewUser = Omit<Registration, 'password'> & { id?: string; role?: Role; emailVerifiedAt?: string }

/** Makes an account; of any number of parallel calls with one address one succeeds. Throws `EmailTaken`. */
export async function createUser(
  db: Db,
  { id = uuidv7(), email, displayName, timeZone = 'UTC', role = 'learner', emailVerifiedAt }: NewUser,
  passwordHash: string
): Promise<User> {
  const row = await db
    .insertInto('users')
    .values({
      id,
      email: foldEmail(email),
      display_name: displayName,
      time_zone: timeZone,
      role,
      email_verified_at: emailVerifiedAt ?? null,
      password_hash: passwordHash
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning(userColumns)
    .executeTakeFirst()
  if (!row) throw new EmailTaken()
  return userOf(row)
}

/** An account with what signing in to it takes. */
export type Account = { user: User; passwordHash: string; disabled: boolean }

/** The account of an address, or `undefined`. */
export async function findAccountByEmail(db: Db, email: string): Promise<Account | undefined> {
  return accountOf((await selectByEmail(db, foldEmail(email)))[0])
}

/** The account of that id (UUIDv7), or `undefined`. */
export async function findAccount(db: Db, id: string): Promise<Account | undefined> {
  return accountOf((await selectAccount(db, id))[0])
}

/** The user of that id (UUIDv7), or `undefined`. */
export async function findUser(db: Db, id: string): Promise<User | undefined> {
  const [row] = await selectById(db, id)
  return row && userOf(row)
}

/** Changes what is given of a profile, and gives the whole user; `undefined` where the account has gone. */
export async function changeProfile(db: Db, id: string, change: ProfileChange): Promise<User | undefined> {
  const row = await db
    .updateTable('users')
    .set({
      display_name: change.displayName,
      time_zone: change.timeZone,
      avatar_url: change.avatarUrl,
      day_start_hour: change.dayStartHour,
      interface_language: change.interfaceLanguage,
      daily_goal: change.dailyGoal,
      desired_retention: change.desiredRetention
    })
    .where('id', '=', id)
    .returning(userColumns)
    .executeTakeFirst()
  return row && userOf(row)
}

/** Replaces a password's hash unless another change was faster; gives whether it did. */
export async function changePasswordHash(db: Db, id: string, from: string, to: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('users')
    .set({ password_hash: to })
    .where('id', '=', id)
    .where('password_hash', '=', from)
    .executeTakeFirst()
  return numUpdatedRows > 0
}

export const userColumns = [
  'id',
  'email',
  'email_verified_at as emailVerifiedAt',
  'display_name as displayName',
  'time_zone as timeZone',
  'avatar_url as avatarUrl',
  'day_start_hour as dayStartHour',
  'interface_language as interfaceLanguage',
  'daily_goal as dailyGoal',
  'desired_retention as desiredRetention',
  'role',
  'created_at as createdAt'
] as const

type UserRow = Omit<User, 'emailVerified' | 'initials' | 'role'> & { emailVerifiedAt: string | null; role: string }

/** A user as replies show them. */
export const userOf = ({ emailVerifiedAt, role, ...row }: UserRow): User => ({
  ...row,
  emailVerified: emailVerifiedAt !== null,
  initials: initialsOf(row.displayName),
  role: role as Role
})

/** The first letters of the first and the last word of a name. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const ends = words.length > 1 ? [words[0]!, words.at(-1)!] : words
  return ends.map((word) => [...word][0]!.toLocaleUpperCase()).join('')
}

type AccountRow = UserRow & Pick<Selectable<Database['users']>, 'password_hash' | 'disabled_at'>

function accountOf(row: AccountRow | undefined): Account | undefined {
  if (!row) return undefined
  const { password_hash: passwordHash, disabled_at: disabledAt, ...user } = row
  return { user: userOf(user), passwordHash, disabled: disabledAt !== null }
}

const selectById = compiled((db, id: string) => db.selectFrom('users').select(userColumns).where('id', '=', id))

const accounts = (db: Db) => db.selectFrom('users').select(userColumns).select(['password_hash', 'disabled_at'])

const selectAccount = compiled((db, id: string) => accounts(db).where('id', '=', id))

const selectByEmail = compiled((db, email: string) => accounts(db).where('email', '=', email))
