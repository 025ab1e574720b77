import closeWithGrace from 'close-with-grace'
import type { FastifyInstance } from 'fastify'
import { banner } from './banner.ts'
import { logOptions } from './log.ts'
import { letHeapGrow } from './runtime.ts'

const onTerminal = process.stdout.isTTY === true

let app: FastifyInstance | undefined

try {
  const { buildApp } = await import('./app.ts')
  app = await buildApp({ server: { logger: logOptions(onTerminal) } })
  leaveWithGrace(app)
  await app.listen({ host: app.config.HOST, port: app.config.PORT })
  letHeapGrow()
  app.log.info(`ready in ${Math.round(performance.now())} ms`)
  if (onTerminal) console.log(banner(app))
} catch (error) {
  console.error(inWords(error as NodeJS.ErrnoException) ?? error)
  await app?.close()
  process.exit(1)
}

/** A second signal, or ten seconds, ends the process at once; pino-pretty gets to write its last line. */
function leaveWithGrace(app: FastifyInstance): void {
  closeWithGrace({ delay: 10_000, logger: app.log }, async ({ err, signal }) => {
    if (err) app.log.fatal({ err }, 'leaving because of an error that nothing caught')
    else app.log.info(`${signal}: leaving`)
    app.leaving = true
    await app.close()
  })
}

/** What the operator can mend; anything else is shown with its stack. */
function inWords({ name, message, code }: NodeJS.ErrnoException): string | undefined {
  if (code === 'EADDRINUSE') return `${message}: stop who listens there, or set PORT\n`
  return ['ConfigError', 'ContractError', 'EmbeddedPostgresError'].includes(name) ? `${message}\n` : undefined
}
