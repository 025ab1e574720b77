import { setTimeout as wait } from 'node:timers/promises'

/** Asks until the answer is a true one, and gives it. Throws after so many ms, where they are given; else the test ends it. */
export async function until<Answer>(
  ask: () => Answer | Promise<Answer>,
  within = Infinity
): Promise<Exclude<Answer, false | null | undefined>> {
  const deadline = performance.now() + within
  for (;;) {
    const answer = await ask()
    if (answer) return answer as Exclude<Answer, false | null | undefined>
    if (performance.now() > deadline) throw new Error(`not so within ${within} ms`)
    await wait(10)
  }
}
