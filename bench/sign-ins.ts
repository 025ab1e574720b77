import { PASSWORD, signUp } from './data.ts'
import { withServer } from './with-server.ts'

// npm run bench:sign-ins: whether the server still answers while fifty people sign in at once.
const PEOPLE = 50
const SECONDS = 10
/** In ms, between two looks at the server's health. */
const PACE = 10

await withServer({}, async ({ origin }) => {
  const emails = (await signUp(origin, PEOPLE)).map(({ email }) => email)
  const idle = await healthFor(origin)
  const replies = new Map<number, number>()
  const until = performance.now() + SECONDS * 1000
  const signingIn = emails.map(async (email) => {
    while (performance.now() < until) {
      const status = await signIn(origin, email)
      replies.set(status, (replies.get(status) ?? 0) + 1)
    }
  })
  const busy = await healthFor(origin)
  await Promise.all(signingIn)
  console.log(`GET /health, times in ms, idle and while ${PEOPLE} sign in at once`)
  console.table({ idle, 'signing in': busy, goal: { p99: '< 100' } })
  console.log(`Signed in: ${replies.get(200) ?? 0}; put off because too many waited: ${replies.get(503) ?? 0}`)
})

/** How long `GET /health` takes for as long as the others sign in. */
async function healthFor(origin: string) {
  const times: number[] = []
  const until = performance.now() + SECONDS * 1000
  while (performance.now() < until) {
    const asked = performance.now()
    await (await fetch(`${origin}/health`)).text()
    times.push(performance.now() - asked)
    await new Promise((resolve) => setTimeout(resolve, PACE))
  }
  times.sort((a, b) => a - b)
  const at = (part: number) => Number(times[Math.floor(times.length * part)]!.toFixed(1))
  return { p50: at(0.5), p99: at(0.99), longest: at(1 - 1 / times.length) }
}

/** Signs in once, and waits as long as the server asks where it is too much. */
async function signIn(origin: string, email: string): Promise<number> {
  const reply = await fetch(`${origin}/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD })
  })
  await reply.text()
  const wait = Number(reply.headers.get('retry-after') ?? 0)
  await new Promise((resolve) => setTimeout(resolve, wait * 1000))
  return reply.status
}
