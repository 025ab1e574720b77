import { readdirSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getCallSites } from 'node:util'
import type { TSchema } from '@sinclair/typebox'
import type { RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import type { AppOptions } from '../src/app.ts'
import { contractFaults, operationIdOf } from '../src/http/contract.ts'
import { Closed, NoBody } from '../src/http/schema.ts'
import { Invalid } from '../src/http/validation.ts'

/** Routes that could be public, unvalidated or undocumented by accident: one line each, with file and mend. */
class ContractError extends Error {
  override readonly name = 'ContractError'

  constructor(faults: readonly string[]) {
    super(`The server does not start, because routes break the contract:\n${faults.join('\n')}`)
  }
}

const root = join(import.meta.dirname, '..')

/** Reads every route as it is registered, completes what follows from it, and refuses to start on what is missing. */
export default fp<AppOptions>(
  async (app, options) => {
    const folders = [join(root, 'routes'), ...(options.routes ?? [])]
    const faults: string[] = []
    const filesWithRoutes = new Set<string>()
    const operations = new Map<string, string>()

    app.addHook('onRoute', (route) => {
      const file = callingFile(folders)
      if (file) filesWithRoutes.add(file)
      if (route.schema?.hide) return
      if (route.method === 'HEAD') return complete(route)
      const name = `${file ? relative(root, file) : 'a plugin'}: ${route.method} ${route.url}`
      faults.push(...contractFaults(route).map((fault) => `  ${name} ${fault}`))
      complete(route)
      const { operationId } = route.schema!
      const other = operations.get(operationId!)
      if (other) faults.push(`  ${name} has the operationId '${operationId}' of ${other}: give it one of its own`)
      operations.set(operationId!, name)
    })

    app.addHook('onReady', async () => {
      for (const file of folders.flatMap(routeFiles).filter((file) => !filesWithRoutes.has(file))) {
        faults.push(`  ${relative(root, file)} ${whyNoRoute(file)}`)
      }
      if (faults.length > 0) throw new ContractError(faults)
    })
  },
  { name: 'contract', dependencies: ['validation'] }
)

/** What a route's author need not write: an operationId, and that nothing undeclared is taken. */
function complete(route: RouteOptions): void {
  const method = [route.method].flat()[0]!
  const schema = { operationId: operationIdOf(method, route.url), querystring: Closed({}), ...route.schema }
  schema.querystring = { additionalProperties: false, ...(schema.querystring as TSchema) }
  route.schema = schema
  if (schema.body && schema.body !== NoBody) return
  delete schema.body
  if (method !== 'GET' && method !== 'HEAD') route.preValidation = [refuseBody, ...[route.preValidation ?? []].flat()]
}

async function refuseBody({ body }: { body: unknown }): Promise<void> {
  const empty = body === undefined || body === null || (typeof body === 'object' && Object.keys(body).length === 0)
  if (!empty) throw new Invalid([{ pointer: '/body', message: 'must be empty: this operation takes no body' }])
}

/** The file in a routes folder whose code is registering a route right now. */
function callingFile(folders: string[]): string | undefined {
  for (const { scriptName } of getCallSites(60)) {
    const file = scriptName.startsWith('file:') ? fileURLToPath(scriptName) : scriptName
    if (folders.some((folder) => file.startsWith(folder + sep))) return file
  }
  return undefined
}

const routeFiles = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]s$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))

/** Autoload skips in silence what exports no plugin, and whatever stands beside an `index` file. */
function whyNoRoute(file: string): string {
  const index = readdirSync(dirname(file)).find((name) => /^index\.[cm]?[jt]s$/.test(name))
  return index && index !== basename(file)
    ? `is not loaded, because ${index} stands beside it: give ${index} another name`
    : 'registers no route: export as its default a plugin that does, or move the file to src/'
}
