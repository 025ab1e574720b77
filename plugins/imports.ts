import fp from 'fastify-plugin'
import { carryOutNext } from '../src/authoring/imports/carry-out.ts'
import { forgetImports } from '../src/authoring/imports/jobs.ts'
import { createReader } from '../src/courses/reader.ts'
import { repeat } from '../src/http/background.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Has imports that are queued carried out now instead of within seconds: call it after the commit. */
    carryOutImports(): void
  }
}

/** In ms, between two looks for imports that nobody asks for. */
const INTERVAL = 5_000
const HOUR = 3_600_000

/** Courses that authors have uploaded are read in a process beside the server, one at a time, and become drafts. */
export default fp(
  async (app) => {
    const leaving = new AbortController()
    const reader = createReader()
    let working = Promise.resolve()

    const work = async () => {
      while (!leaving.signal.aborted && (await carryOutNext(app.db, reader, app.log, leaving.signal)));
    }
    const carryOut = repeat(app, {
      first: INTERVAL * Math.random(),
      interval: INTERVAL,
      work: () => {
        const run = work()
        working = run.catch(() => {})
        return run
      },
      failed: 'imports are not carried out; trying again'
    })
    repeat(app, {
      first: HOUR * Math.random(),
      interval: HOUR,
      work: () => forgetImports(app.db),
      failed: 'could not remove old imports; trying again in an hour'
    })
    app.decorate('carryOutImports', carryOut)
    app.addHook('preClose', async () => leaving.abort())
    app.addHook('onClose', async () => {
      // What was begun is given back, for another server to take.
      await working
      reader.close()
    })
  },
  { name: 'imports', dependencies: ['database', 'migrations'] }
)
