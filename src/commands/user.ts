import { isRole, type Role, roles } from '../accounts/roles.ts'
import { isEmail } from '../http/email.ts'
import { command, Misuse } from './command.ts'

const usage = `Usage: npm run user -- create <e-mail> [${roles.join('|')}] [--name <name>]
       npm run user -- role <e-mail> <${roles.join('|')}>
       npm run user -- disable|enable <e-mail>
Makes an account with a password that it prints, or changes one; a running server knows of it within five seconds.`

const config = { allowPositionals: true, options: { name: { type: 'string' } } } as const

await command(usage, config, async ({ positionals: [action = '', email = '', given], values: { name } }) => {
  if (!['create', 'role', 'disable', 'enable'].includes(action)) throw new Misuse('Say what to do')
  if (!isEmail(email)) throw new Misuse('Name the account by its e-mail address')
  if (name !== undefined && !(await isName(name))) throw new Misuse('A name has 1 to 80 characters')
  const role = given ?? (action === 'create' ? 'learner' : undefined)
  if (['create', 'role'].includes(action) && !isRole(role)) throw new Misuse(`${role} is not a role`)

  const { withMigratedDatabase } = await import('./database-app.ts')
  const { transaction } = await import('../database/transaction.ts')
  const { changeAccount, makeAccount } = await import('../accounts/from-terminal.ts')
  const now = Temporal.Now.instant()
  const done = await withMigratedDatabase(({ db, config: { BCRYPT_COST } }) =>
    transaction(db, (trx) => {
      const profile = { email, displayName: name ?? email.split('@')[0]!, role: role as Role }
      if (action === 'create') return makeAccount(trx, profile, BCRYPT_COST, now)
      return changeAccount(
        trx,
        email,
        action === 'role' ? { role: role as Role } : { disabled: action === 'disable' },
        now
      )
    })
  )
  console.log(done)
})

async function isName(text: string): Promise<boolean> {
  const { Value } = await import('@sinclair/typebox/value')
  const { DisplayName } = await import('../accounts/schemas.ts')
  return Value.Check(DisplayName, text)
}
