import { compare, method } from './compare.ts'
import { prepareExercises, signUp } from './data.ts'
import { start } from './processes.ts'
import { routesFor } from './routes.ts'
import { withServer } from './with-server.ts'

const LEARNERS = 200
/** As many as both servers of a fast machine answer in all rounds. */
const EXERCISES = 200_000

await withServer({ BCRYPT_COST: '4' }, async ({ server, origin, database }) => {
  const reference = await start('bench/reference.ts', '/health/live', { DATABASE_URL: database })
  try {
    const idle = await residentMegabytes(origin)
    const learners = await signUp(origin, LEARNERS)
    const exercises = await prepareExercises(origin, database, learners, EXERCISES)

    const rows: Record<string, object> = {}
    for (const { name, goal, requests } of routesFor(learners, exercises)) {
      const { throughput, ...row } = await compare(
        { port: server.port, requests: requests.server },
        { port: reference.port, requests: requests.reference }
      )
      rows[name] = { throughput, goal, ...row }
    }
    console.log(method)
    console.table(rows)
    console.table({
      'ready after, ms': { measured: Math.round(server.readyAfter), goal: '< 1000' },
      'RSS idle, MB': { measured: idle, goal: '< 150' },
      'RSS after the load, MB': { measured: await residentMegabytes(origin), goal: '< 250' }
    })
  } finally {
    await reference.stop()
  }
})

/** The memory that the server's own metrics report. */
async function residentMegabytes(origin: string): Promise<number> {
  const text = await (await fetch(`${origin}/metrics`)).text()
  return Math.round(Number(/^process_resident_memory_bytes (\S+)/m.exec(text)![1]) / 1e6)
}
