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
  keyIdOf,
  type Role,
  TOKEN_TYPE
} from '../src/accounts/tokens.ts'
import { readKeySet, secretKey, type TokenKey } from '../src/config/token-keys.ts'
import type { Access } from '../src/http/contract.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** The keys of access tokens: the first signs, all verify. */
    tokenKeys: readonly TokenKey[]
    /** A new access token of a session, and the seconds it is good for. */
    signAccessToken(user: { id: string; role: Role }, sessionId: string): { accessToken: string; expiresIn: number }
  }
  interface FastifyRequest {
    /** Why the request has no user. */
    refusal: Error | undefined
  }
}

declare module '@fastify/jwt' {
  interface FastifyJWT {
    namespaces: string
    user: AccessToken
  }
}

const REMEMBERED_TOKENS = 10_000

const rank: Record<Exclude<Access, 'public'>, number> = { learner: 0, author: 1, admin: 2 }

/** JWT access tokens, and `config.access` enforced: a route that declares nothing needs a signed-in user. */
export default fp(
  async (app) => {
    const { JWT_KEYS, JWT_SECRET, ACCESS_TOKEN_SECONDS: expiresIn } = app.config
    const keys = JWT_KEYS ? readKeySet(JWT_KEYS) : [secretKey(JWT_SECRET)]
    app.decorate('tokenKeys', keys)
    for (const { kid, algorithm, secret } of keys) {
      await app.register(jwt, {
        namespace: kid,
        secret,
        sign: {
          algorithm,
          iss: ISSUER,
          aud: AUDIENCE,
          expiresIn: `${expiresIn}s`,
          header: { alg: algorithm, typ: TOKEN_TYPE, kid }
        },
        verify: {
          algorithms: [algorithm],
          checkTyp: TOKEN_TYPE,
          allowedIss: ISSUER,
          allowedAud: AUDIENCE,
          requiredClaims: ['iss', 'aud', 'sub', 'sid', 'role', 'iat', 'exp'],
          clockTolerance: CLOCK_SKEW * 1000
        }
      })
    }
    const signing = keys[0]!.kid

    app.decorate('signAccessToken', (user: { id: string; role: Role }, sessionId: string) => ({
      accessToken: app.jwt[signing]!.sign({ sub: user.id, sid: sessionId, role: user.role } as AccessToken),
      expiresIn
    }))

    // Verifying costs a fifth of a light request, so tokens that verified are remembered until they expire.
    const verified = new Map<string, AccessToken>()
    const claimsOf = (token: string): AccessToken => {
      const now = Date.now() / 1000
      const known = verified.get(token)
      if (known && now < known.exp) return known
      verified.delete(token)
      try {
        const kid = keyIdOf(token)
        const claims = checkClaims(app.jwt[kid]?.verify(token), now, expiresIn)
        if (verified.size >= REMEMBERED_TOKENS) verified.delete(verified.keys().next().value!)
        verified.set(token, claims)
        return claims
      } catch {
        throw invalidToken()
      }
    }
    const verify = (token: string): AccessToken => {
      const claims = claimsOf(token)
      const revocations = app.revocations()
      if (revocations.isRevoked(claims)) throw invalidToken()
      const role = revocations.roleOf(claims)
      return role === claims.role ? claims : { ...claims, role }
    }

    // Who calls is known before the rate limit counts, and refused after it: refusals count too.
    const identify = (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
      // What is somebody's own is kept by no cache.
      reply.header('cache-control', 'no-store')
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
  { name: 'auth', dependencies: ['config', 'errors', 'contract', 'revocations'] }
)
