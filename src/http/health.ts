import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { type Static, Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { version } from '../version.ts'
import { StringEnum } from './schema.ts'

const Status = StringEnum(['up', 'down'])

const Check = Type.Object({
  status: Status,
  ms: Type.Number({ description: 'What the check took; for the event loop, by how much it is late', examples: [0.8] }),
  detail: Type.Optional(Type.String({ description: 'What is wrong', examples: ['2 migrations are pending'] }))
})

export const Health = Type.Object(
  {
    status: Status,
    version: Type.String({ examples: ['1.0.0'] }),
    uptime: Type.Number({ description: 'Seconds since the process started', examples: [3600.5] }),
    checks: Type.Object({ database: Check, migrations: Check, eventLoop: Check })
  },
  { title: 'Health' }
)
export type Health = Static<typeof Health>

const PATIENCE = 1_500
const LATE = 1_000

/** What monitoring asks: the database answers, nothing is left to migrate, the event loop is on time, nobody is leaving. */
export async function checkHealth(app: FastifyInstance): Promise<Health> {
  const [database, migrations] = await Promise.all([
    check(async () => {
      await sql`select 1`.execute(app.db)
      return undefined
    }),
    check(async () => {
      const pending = await app.pendingMigrations()
      return pending.length > 0 ? `pending: ${pending.join(', ')}` : undefined
    })
  ])
  const delay = Math.max(0, app.memoryUsage().eventLoopDelay)
  // It is infinite where a second went by without a turn to measure.
  const late = Number.isFinite(delay) ? delay : LATE
  const eventLoop: Static<typeof Check> = { status: late < LATE ? 'up' : 'down', ms: round(late) }
  const checks = { database, migrations, eventLoop }
  const up = !app.leaving && Object.values(checks).every(({ status }) => status === 'up')
  return { status: up ? 'up' : 'down', version, uptime: round(performance.now() / 1000), checks }
}

/** Runs one check; it fails when it gives a reason, throws, or has not ended in time. */
async function check(run: () => Promise<string | undefined>): Promise<Static<typeof Check>> {
  const start = performance.now()
  const late = wait(PATIENCE, 'no answer in time', { ref: false })
  const failed = (error: Error) => `no answer (${(error as { code?: string }).code ?? error.name})`
  const detail = await Promise.race([run().catch(failed), late])
  const ms = round(performance.now() - start)
  return detail === undefined ? { status: 'up', ms } : { status: 'down', ms, detail }
}

const round = (value: number) => Math.round(value * 10) / 10
