import { existsSync } from 'node:fs'
import env from '@fastify/env'
import { Ajv, type ErrorObject } from 'ajv'
import fp from 'fastify-plugin'
import type { AppOptions } from '../src/app.ts'
import { ConfigError, describeFaults } from '../src/config/faults.ts'
import { formats } from '../src/config/formats.ts'
import { type Config, configSchema } from '../src/config/schema.ts'
import { developmentSecret } from '../src/config/secret.ts'
import { coerceStrings } from '../src/http/coerce.ts'

declare module 'fastify' {
  interface FastifyInstance {
    config: Config
  }
}

// The schema is ours: to hold it against JSON Schema's own takes longer than all that it is for.
const strict = new Ajv({
  allErrors: true,
  useDefaults: true,
  removeAdditional: true,
  strictSchema: false,
  validateSchema: false,
  formats
})

/** `app.config`: the environment and `.env`, validated whole before anything else starts. */
export default fp<AppOptions>(
  async (app, options) => {
    const data: Record<string, unknown> = Object.fromEntries(
      Object.entries(options.env ?? processEnvironment()).filter(([, value]) => value !== '')
    )
    const schema = configSchema(data.NODE_ENV as string | undefined)
    coerceStrings(schema, data)
    try {
      await app.register(env, { schema, data, env: false, ajv: strict })
    } catch (error) {
      throw new ConfigError(describeFaults(schema, (error as { errors: ErrorObject[] }).errors))
    }
    app.config.JWT_SECRET ??= developmentSecret(app.config.DATA_DIR)
    app.log.level = app.config.LOG_LEVEL
  },
  { name: 'config' }
)

/** The process's environment, completed from `.env` where there is one. */
function processEnvironment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return process.env
}
