import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import type { SignedIn } from '../src/accounts/schemas.ts'
import { type AppOptions, buildApp } from '../src/app.ts'
import { conformanceOf } from './support/conformance.ts'
import { sharedDatabase } from './support/database.ts'
import { DEMONSTRATION } from './support/learner.ts'
import { thisFile } from './support/run-folder.ts'
import { watchedLog } from './support/watched-log.ts'

export { DEMONSTRATION }

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'
type Reply = LightMyRequestResponse & { body: string }
/** Calls the server and holds the reply against the OpenAPI document. */
export type Call = (method: Method, url: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>

/** Nobody should wait for a limit in tests, except those about limits. */
export const testEnv = { NODE_ENV: 'test', LOG_LEVEL: 'info', RATE_LIMIT: '1000000', SIGN_IN_RATE_LIMIT: '1000000' }

/**
 * A server that ends with the test, on the database of the test's file: migrated, with the demonstration course
 * and whatever learners other tests made. Where that is not enough, give it an `ownDatabase`.
 */
export async function testApp(t: Test, { env, ...options }: AppOptions = {}): Promise<FastifyInstance> {
  return startApp(t, options, { DATABASE_URL: await sharedDatabase(), ...env })
}

/** Another instance of the server, on the same database; it ends with the test. */
export async function secondApp(t: Test, first: FastifyInstance, { env, ...options }: AppOptions = {}) {
  return startApp(t, options, { DATABASE_URL: first.databaseUrl, ...env })
}

/** A server that ends with the test, which fails where a secret got into the log. */
async function startApp(t: Test, options: AppOptions, env: AppOptions['env']): Promise<FastifyInstance> {
  const { logger, leaks } = watchedLog()
  const app = await buildApp({ ...options, server: { logger, ...options.server }, env: { ...testEnv, ...env } })
  t.teardown(async () => {
    await app.close()
    if (leaks.length > 0) throw new Error(`A secret is in the log:\n${leaks.join('')}`)
  })
  await app.ready()
  return app
}

const shared = new WeakMap<Test, Promise<FastifyInstance>>()

/** The server of those tests of a file that want nothing of one but to call it. */
export function sharedApp(): Promise<FastifyInstance> {
  const file = thisFile()
  const app = shared.get(file) ?? testApp(file)
  shared.set(file, app)
  return app
}

/** Calls to the app as somebody with these headers. */
export function callerOf(app: FastifyInstance, identity: Record<string, string> = {}): Call {
  return async (method, url, body, headers) => {
    const reply = await app.inject({
      method,
      url,
      headers: { ...identity, ...headers },
      ...(body !== undefined && { payload: body as object })
    })
    const type = reply.headers['content-type']
    const fault = conformanceOf(app).fault(method, url, { status: reply.statusCode, type, body: reply.body })
    if (fault && method !== 'HEAD' && method !== 'OPTIONS') throw new Error(fault)
    return reply
  }
}

let learners = 0

/** A learner who has registered, and calls in their name. */
export async function signUp(app: FastifyInstance, profile: { timeZone?: string } = {}) {
  const body = { email: `learner${++learners}@example.org`, password: 'correct horse', displayName: 'Ada', ...profile }
  const reply = await callerOf(app)('POST', '/v1/auth/register', body)
  const signedIn = reply.json<SignedIn>()
  const call = callerOf(app, { authorization: `Bearer ${signedIn.accessToken}` })
  return { ...signedIn, refreshToken: signedIn.refreshToken!, email: body.email, password: body.password, call }
}

/** Somebody who writes courses, or keeps the house. */
export async function signUpAs(app: FastifyInstance, role: 'author' | 'admin') {
  const { user } = await signUp(app)
  await app.db.updateTable('users').set({ role }).where('id', '=', user.id).execute()
  const { accessToken } = app.signAccessToken({ id: user.id, role }, user.id)
  return { user, call: callerOf(app, { authorization: `Bearer ${accessToken}` }) }
}

/** A learner enrolled in the demonstration course. */
export async function enrolledLearner(app: FastifyInstance, profile: { timeZone?: string } = {}) {
  const learner = await signUp(app, profile)
  await learner.call('PUT', `/v1/me/enrollments/${DEMONSTRATION}`)
  return learner
}

const samples = join(import.meta.dirname, '../../shared/courses')

/** A folder of the sample courses beside the checkout, or why there is none: give it to a test's `skip`. */
export const sampleCourse = (name: string): { folder: string; skip: string | false } => {
  const folder = join(samples, name)
  return { folder, skip: existsSync(folder) ? false : 'the folder of sample courses is not beside the checkout' }
}
