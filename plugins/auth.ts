import jwt from '@fastify/jwt'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import {
  type AccessToken,
  AUDIENCE,
  bearerToken,
  CLOCK_SKEW,
  checkClaims,
  Forbidden,
  ISSUER,
  invalidToken,
  type Role,
  TOKEN_TYPE
} from '../src/accounts/tokens.ts'
import type { Access } from '../src/http/contract.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** A new access token, and the seconds it is good for. */
    signAccessToken(user: { id: string; role: Role }): { accessToken: string; expiresIn: number }
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Why the request has no user. */
    refusal: Error | undefined
  }
}

declare module '@fastify/jwt' {
  interface FastifyJWT {
    user: AccessToken
  }
}

const REMEMBERED_TOKENS = 10_000

const rank: Record<Exclude<Access, 'public'>, number> = { learner: 0, author: 1, admin: 2 }

/** JWT access tokens, and `config.access` enforced: a route that declares nothing needs a signed-in user. */
export default fp(
  async (app) => {
    const expiresIn = app.config.ACCESS_TOKEN_SECONDS
    await app.register(jwt, {
      secret: app.config.JWT_SECRET,
      sign: {
        algorithm: 'HS256',
        iss: ISSUER,
        aud: AUDIENCE,
        expiresIn: `${expiresIn}s`,
        header: { alg: 'HS256', typ: TOKEN_TYPE }
      },
      verify: {
        algorithms: ['HS256'],
        checkTyp: TOKEN_TYPE,
        allowedIss: ISSUER,
        allowedAud: AUDIENCE,
        requiredClaims: ['iss', 'aud', 'sub', 'role', 'iat', 'exp'],
        clockTolerance: CLOCK_SKEW * 1000
      }
    })

    app.decorate('signAccessToken', (user: { id: string; role: Role }) => ({
      accessToken: app.jwt.sign({ sub: user.id, role: user.role } as AccessToken),
      expiresIn
    }))

    // Verifying costs a fifth of a light request, so tokens that verified are remembered until they expire.
    const verified = new Map<string, AccessToken>()
    const verify = (token: string): AccessToken => {
      const now = Date.now() / 1000
      const known = verified.get(token)
      if (known && now < known.exp) return known
      verified.delete(token)
      try {
        const claims = checkClaims(app.jwt.verify(token), now)
        if (verified.size >= REMEMBERED_TOKENS) verified.delete(verified.keys().next().value!)
        verified.set(token, claims)
        return claims
      } catch {
        throw invalidToken()
      }
    }

    // Who calls is known before the rate limit counts, and refused after it: refusals count too.
    const identify = (request: FastifyRequest, _reply: FastifyReply, done: () => void) => {
      try {
        request.user = verify(bearerToken(request.headers.authorization))
      } catch (error) {
        request.refusal = error as Error
      }
      done()
    }
    const authorize = (
      request: FastifyRequest,
      _reply: FastifyReply,
      _body: unknown,
      done: (error?: Error) => void
    ) => {
      const { access = 'learner' } = request.routeOptions.config
      if (access === 'public') return done()
      if (request.refusal) return done(request.refusal)
      if (rank[request.user.role] >= rank[access]) done()
      else done(new Forbidden(`This takes the role ${access}; yours is ${request.user.role}`))
    }
    app.decorateRequest('refusal', undefined)
    app.addHook('onRoute', (route) => {
      if (route.config?.access === 'public') return
      route.onRequest = [identify, ...[route.onRequest ?? []].flat()]
      route.preParsing = [authorize, ...[route.preParsing ?? []].flat()]
    })
  },
  { name: 'auth', dependencies: ['config', 'errors', 'contract'] }
)
