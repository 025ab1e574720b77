import { v7 as uuidv7 } from 'uuid'
import { compiled } from '../database/compiled.ts'
import type { Db } from '../database/database.ts'
import { foldEmail } from '../http/email.ts'
import type { Registration, User } from './schemas.ts'
import type { Role } from './tokens.ts'

/** An account with this e-mail address exists. */
export class EmailTaken extends Error {
  override readonly name = 'EmailTaken'
  readonly statusCode = 409
}

/** Makes an account; of any number of parallel calls with one address one succeeds. Throws `EmailTaken`. */
export async function createUser(
  db: Db,
  { email, displayName, timeZone = 'UTC' }: Omit<Registration, 'password'>,
  passwordHash: string
): Promise<User> {
  const user = await db
    .insertInto('users')
    .values({
      id: uuidv7(),
      email: foldEmail(email),
      display_name: displayName,
      time_zone: timeZone,
      password_hash: passwordHash
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning(userColumns)
    .executeTakeFirst()
  if (!user) throw new EmailTaken('An account with this e-mail address exists already: sign in instead')
  return user as User
}

/** The account of an address with its password hash, or `undefined`. */
export async function findUserByEmail(db: Db, email: string): Promise<(User & { passwordHash: string }) | undefined> {
  const [user] = await selectByEmail(db, foldEmail(email))
  return user && { ...user, role: user.role as Role }
}

/** The account of that id (UUIDv7), or `undefined`. */
export async function findUser(db: Db, id: string): Promise<User | undefined> {
  const [user] = await selectById(db, id)
  return user && { ...user, role: user.role as Role }
}

const userColumns = [
  'id',
  'email',
  'display_name as displayName',
  'time_zone as timeZone',
  'role',
  'created_at as createdAt'
] as const

const selectById = compiled((db, id: string) => db.selectFrom('users').select(userColumns).where('id', '=', id))

const selectByEmail = compiled((db, email: string) =>
  db
    .selectFrom('users')
    .select([...userColumns, 'password_hash as passwordHash'])
    .where('email', '=', email)
)
