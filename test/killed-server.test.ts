import { setImmediate } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import t from 'tap'
import { v7 as uuidv7 } from 'uuid'
import type { SignedIn } from '../src/accounts/schemas.ts'
import { seededRandom } from '../src/learning/exercises/random.ts'
import { testEnv } from './helper.ts'
import { DEMONSTRATION } from './support/learner.ts'
import { pooledDatabase } from './support/pooled-database.ts'
import { originOf, startServer } from './support/server-process.ts'
import { ledgersOf } from './support/studied.ts'
import { lesson, rightAnswer, storedExercises, wrongAnswer } from './support/study.ts'

const LEARNERS = 12
const SESSIONS = 2
/** Each server is killed once it has answered so many requests, others being under way. */
const random = seededRandom('kill -9')
const lives = [LEARNERS + 20 + random(50), 20 + random(50)]

const { db, url } = await pooledDatabase(t)
const cwd = t.testdir()
const env = { ...testEnv, DATABASE_URL: url, BCRYPT_COST: '4', DATA_DIR: cwd }

/** A server after another, each killed when its time has come; where the one is that lives, or will be. */
let origin: Promise<string>
let kills = 0
let answered: () => void

function serve(): Promise<string> {
  const server = startServer(t, cwd, env)
  let left = lives[kills] ?? Infinity
  answered = () => {
    if (--left !== 0) return
    kills++
    server.child.kill('SIGKILL')
    origin = server.gone.then(serve)
  }
  return originOf(server)
}

interface Request {
  method: 'POST' | 'PUT'
  path: string
  body?: unknown
  token?: string
}

/** Sends a request until there is a reply to it, as a client does that finds nobody. */
async function send({ method, path, body, token }: Request) {
  for (;;) {
    const at = await origin
    try {
      const headers = {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` })
      }
      const reply = await fetch(at + path, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) })
      })
      const json = await reply.json()
      answered()
      if (!reply.ok) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`)
      return json
    } catch (error) {
      // The connection is lost: the server has been killed, and the next is on its way or will be in a moment.
      if (!(error instanceof TypeError)) throw error
      await setImmediate()
    }
  }
}

/** A new account. To register is nothing that can be repeated, so all do so before the first kill. */
async function register(number: number): Promise<SignedIn> {
  const body = { email: `killed${number}@example.org`, password: 'correct horse', displayName: 'Ada' }
  return (await send({ method: 'POST', path: '/v1/auth/register', body })) as SignedIn
}

/** All that a learner sends, in order, and what came back. */
async function study({ accessToken: token, user }: SignedIn) {
  const sent: { request: Request; reply: unknown }[] = []
  const tell = async (method: 'POST' | 'PUT', path: string, body?: unknown) => {
    const request = { method, path, token, ...(body !== undefined && { body }) }
    sent.push({ request, reply: await send(request) })
  }
  await tell('PUT', `/v1/me/enrollments/${DEMONSTRATION}`)
  for (let session = 0; session < SESSIONS; session++) {
    const id = uuidv7()
    await tell('POST', '/v1/study-sessions', { ...lesson, id, size: 6 })
    for (const { number, key } of await storedExercises(db, id)) {
      const answer = number % 5 === 0 ? wrongAnswer(key) : rightAnswer(key)
      await tell('PUT', `/v1/study-sessions/${id}/answers/${number}`, { answer, durationMs: 2_000 })
    }
    await tell('POST', `/v1/study-sessions/${id}/complete`)
  }
  return { userId: user.id, sent }
}

/** A session is shown with what has been answered since it was started. */
const unanswered = (reply: unknown) => ({ ...(reply as object), verdicts: undefined, summary: undefined })

t.test('a server that is killed while many study loses nothing and counts nothing twice', async (t) => {
  origin = serve()
  const accounts = await Promise.all(Array.from({ length: LEARNERS }, (_, number) => register(number)))
  const learners = await Promise.all(accounts.map(study))
  t.equal(kills, lives.length)
  const contradicted: unknown[] = []
  for (const { request, reply } of learners.flatMap(({ sent }) => sent)) {
    const again = await send(request)
    if (!isDeepStrictEqual(unanswered(again), unanswered(reply)))
      contradicted.push({ path: request.path, reply, again })
  }
  t.same(contradicted, [], 'what was answered once is answered alike')
  for (const { userId } of learners) {
    const { entries, xp, sessionsXp } = await ledgersOf(db, userId)
    t.equal(entries.length, SESSIONS)
    t.equal(xp, sessionsXp)
  }
})
