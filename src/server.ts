import { lookup } from 'node:dns/promises'
import closeWithGrace from 'close-with-grace'
import type { FastifyInstance } from 'fastify'
import { banner } from './banner.ts'
import { inWords } from './in-words.ts'
import { logOptions } from './log.ts'
import { letHeapGrow } from './runtime.ts'

/** One address of a host: of several Fastify makes several servers, of which it gives us one to set up and to close. */
const addressOf = async (host: string) => (await lookup(host, { order: 'ipv4first' })).address

const onTerminal = process.stdout.isTTY === true

let app: FastifyInstance | undefined
let leaving = false

const building = import('./app.ts').then(({ buildApp }) => buildApp({ server: { logger: logOptions(onTerminal) } }))
leaveWithGrace()
try {
  app = await building
  if (!leaving) await app.listen({ host: await addressOf(app.config.HOST), port: app.config.PORT })
  if (!leaving) announce(app)
} catch (error) {
  if (!leaving) {
    const message = cannotListen(error as Error) ?? inWords(error as Error)
    console.error(message ? `${message}\n` : error)
    await app?.close()
    process.exit(1)
  }
}

function announce(app: FastifyInstance): void {
  letHeapGrow()
  app.log.info(`ready in ${Math.round(performance.now())} ms`)
  if (onTerminal) console.log(banner(app))
}

/**
 * A signal lets the server finish what it has begun, be that its own start; a second one, or ten seconds, ends the process
 * at once. pino-pretty gets to write its last line.
 */
function leaveWithGrace(): void {
  const logger = { error: (message: unknown) => (app?.log ?? console).error(message) }
  closeWithGrace({ delay: 10_000, logger }, async ({ err, signal }) => {
    leaving = true
    const app = await building
    if (err) app.log.fatal({ err }, 'leaving because of an error that nothing caught')
    else app.log.info(`${signal}: leaving`)
    app.leaving = true
    await app.close()
  })
}

/** Why it cannot listen, which is for the operator to mend; `undefined` for any other error. */
function cannotListen({ message, code }: NodeJS.ErrnoException): string | undefined {
  if (code === 'EADDRINUSE') return `${message}: stop who listens there, or set PORT`
  if (code && /^(ENOTFOUND|EADDRNOTAVAIL|EACCES)$/.test(code)) return `Cannot listen (${message}): set HOST and PORT`
  return undefined
}
