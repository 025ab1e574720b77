import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { deviceName } from '../src/accounts/device-name.ts'
import { type DeviceTokens, deviceTokens } from '../src/accounts/device-tokens.ts'
import { type RefreshToken, type RefreshTokens, refreshTokens } from '../src/accounts/refresh-tokens.ts'
import type { SignedIn, Tokens, User } from '../src/accounts/schemas.ts'
import { IDLE_DAYS } from '../src/accounts/session-queries.ts'
import { openSession, staleToken } from '../src/accounts/sessions.ts'
import { Forbidden, type Role } from '../src/accounts/tokens.ts'
import { allowedOrigins, isAllowedOrigin } from '../src/config/origins.ts'
import type { Db } from '../src/database/database.ts'

declare module 'fastify' {
  interface FastifyInstance {
    refreshTokens: RefreshTokens
    deviceTokens: DeviceTokens
  }
  interface FastifyRequest {
    /**
     * The refresh token that a request brings, and whether in the cookie. Throws `Unauthorized` where there is none, and
     * `Forbidden` where a browser sends the cookie from another origin than the app's.
     */
    presentedToken(): { text: string; asCookie: boolean }
  }
  interface FastifyReply {
    /** The tokens of a session as the reply gives them: the refresh token in the body, or in a cookie. */
    grantTokens(role: Role, token: RefreshToken, asCookie: boolean): Tokens
    /**
     * Signs a user in whose password has been found right. `undefined` where the account is no more what it was. Throws
     * `Forbidden` where a page that is not the app's asks for the cookie.
     */
    signIn(db: Db, user: User, passwordHash: string, asCookie: boolean): Promise<SignedIn | undefined>
    forgetCookie(): void
  }
}

const foreign = () => new Forbidden('The cookie is for the app alone: its origin has to be among CORS_ORIGINS')

const COOKIE = '__Host-parlance-refresh'
/** Browsers keep it from scripts, send it over TLS (or to localhost) only, and never because another site asks. */
const attributes = { name: COOKIE, path: '/', httpOnly: true, secure: true, sameSite: 'strict' } as const

/** Refresh tokens and how they travel: for apps in bodies, for browsers in a cookie. */
export default fp(
  async (app) => {
    app.decorate('refreshTokens', refreshTokens(app.config.JWT_SECRET))
    app.decorate('deviceTokens', deviceTokens(app.config.JWT_SECRET))
    const origins = allowedOrigins(app.config)

    app.decorateRequest('presentedToken', function (this: FastifyRequest) {
      const { refreshToken } = (this.body ?? {}) as { refreshToken?: string }
      if (refreshToken !== undefined) return { text: refreshToken, asCookie: false }
      const text = parseCookie(this.headers.cookie ?? '')[COOKIE]
      if (text === undefined) throw staleToken()
      if (!isAllowedOrigin(origins, this.headers.origin)) throw foreign()
      return { text, asCookie: true }
    })
    app.decorateReply('grantTokens', function (this: FastifyReply, role, token, asCookie) {
      this.header('cache-control', 'no-store')
      const maxAge = IDLE_DAYS * 24 * 3600
      if (asCookie) this.header('set-cookie', stringifySetCookie({ ...attributes, value: token.text, maxAge }))
      const access = app.signAccessToken({ id: token.userId, role }, token.sessionId)
      return { ...access, refreshToken: asCookie ? null : token.text }
    })
    app.decorateReply('signIn', async function (this: FastifyReply, db, user, passwordHash, asCookie) {
      const { origin, 'user-agent': userAgent } = this.request.headers
      if (asCookie && origin !== undefined && !isAllowedOrigin(origins, origin)) throw foreign()
      const signIn = { userId: user.id, passwordHash, device: deviceName(userAgent) }
      const token = await openSession(db, app.refreshTokens, signIn, Temporal.Now.instant())
      if (!token) return undefined
      const tokens = this.grantTokens(user.role, token, asCookie)
      return { user, ...tokens, deviceToken: app.deviceTokens.issue(user.id, passwordHash) }
    })
    app.decorateReply('forgetCookie', function (this: FastifyReply) {
      this.header('set-cookie', stringifySetCookie({ ...attributes, value: '', maxAge: 0 }))
    })
  },
  { name: 'sessions', dependencies: ['auth', 'cors'] }
)
