import type { FastifyInstance } from 'fastify'
import { version } from './version.ts'

/** What a developer wants to know of a server that has just started, for a terminal. */
export function banner(app: FastifyInstance): string {
  const url = app.listeningOrigin
  const database = withoutPassword(app.databaseUrl)
  return [
    '',
    `  Parlance ${version}`,
    `  API       ${url}/v1/courses`,
    `  Docs      ${url}/docs`,
    `  Health    ${url}/health`,
    `  Database  ${database}${app.config.DATABASE_URL ? '' : ` (embedded, in ${app.config.DATA_DIR})`}`,
    ''
  ].join('\n')
}

/** Not by `URL`, which knows no connection string without a host. */
export const withoutPassword = (url: string): string =>
  url.replace(/^(\w+:\/\/[^:/?]*):[^/?]*@/, '$1@').replace(/(?<=[?&]password=)[^&]*/, '***')
