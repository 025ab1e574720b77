import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { cookieQuery, Login, SignedIn } from '../../../src/accounts/schemas.ts'
import { attemptSignIn, knownDeviceBuckets, signInBuckets } from '../../../src/accounts/sign-in-limits.ts'
import { Forbidden, Unauthorized } from '../../../src/accounts/tokens.ts'
import { type Account, changePasswordHash, findAccount, findAccountByEmail } from '../../../src/accounts/users.ts'
import { problems } from '../../../src/http/problem.ts'

const wrong = () => new Unauthorized('The e-mail address or the password is wrong')

const login: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/login',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'login',
        summary: 'Sign in',
        querystring: Type.Object(cookieQuery),
        body: Login,
        response: { 200: SignedIn, ...problems(401, 403) }
      }
    },
    async (request, reply) => {
      const { email, password, deviceToken } = request.body
      const known = await findAccountByEmail(app.db, email)
      const onKnownDevice =
        known && deviceToken && app.deviceTokens.isKnown(deviceToken, known.user.id, known.passwordHash)
      const buckets = onKnownDevice ? knownDeviceBuckets(known.user.id) : signInBuckets(email, request.ip)
      const account = await attemptSignIn(app, buckets, async () =>
        (await app.passwords.verify(password, known?.passwordHash)) ? known : undefined
      )
      if (!account) throw wrong()
      if (account.disabled) throw new Forbidden('This account is disabled: ask an administrator')

      const { user } = account
      const passwordHash = await renewed(account, password)
      const signedIn = await reply.signIn(app.db, user, passwordHash, request.query.cookie)
      if (!signedIn) throw wrong()
      return signedIn
    }
  )

  /** The hash that the account has from now on: a new one where the cost is another than it was made with. */
  async function renewed({ user, passwordHash }: Account, password: string): Promise<string> {
    if (!app.passwords.isOutdated(passwordHash)) return passwordHash
    const renewed = await app.passwords.hash(password)
    if (await changePasswordHash(app.db, user.id, passwordHash, renewed)) return renewed
    // Another sign-in was faster, if the password is still this one.
    const now = await findAccount(app.db, user.id)
    return now && (await app.passwords.verify(password, now.passwordHash)) ? now.passwordHash : passwordHash
  }
}
export default login
