import { type Static, type TObject, Type } from '@sinclair/typebox'
import { StringEnum } from '../http/schema.ts'

/** The secret that `.env.example` shows; refused wherever it is used. */
export const EXAMPLE_SECRET = 'replace-me-with-32-bytes-or-more-of-randomness'

const milliseconds = (fallback: number, description: string, minimum = 1) =>
  Type.Integer({ default: fallback, minimum, maximum: 600_000, description: `${description}, in ms` })

/** Every setting, by the name of its environment variable. Defaults that differ by environment stand below. */
export const Config = Type.Object({
  NODE_ENV: StringEnum(['development', 'test', 'staging', 'production'], {
    default: 'development',
    description: 'Which set of defaults applies'
  }),
  HOST: Type.String({ default: 'localhost', minLength: 1, description: 'Address to listen on; 0.0.0.0 for all' }),
  PORT: Type.Integer({ default: 3000, minimum: 0, maximum: 65535, description: 'TCP port to listen on; 0 for any' }),
  LOG_LEVEL: StringEnum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
    default: 'info',
    description: 'The least level that is logged'
  }),
  DATABASE_URL: Type.Optional(
    Type.String({
      format: 'postgres-url',
      description: 'PostgreSQL to use; unset (outside production): an embedded one is started',
      examples: ['postgres://parlance:secret@localhost:5432/parlance']
    })
  ),
  DATA_DIR: Type.String({ default: '.data', minLength: 1, description: 'Folder of the embedded PostgreSQL' }),
  MIGRATE_ON_START: Type.Boolean({ default: true, description: 'Run pending migrations at start' }),
  DEMONSTRATION_COURSE: Type.Boolean({
    default: true,
    description: 'Load the course in content/ into a database that has none'
  }),
  DATABASE_POOL_MAX: Type.Integer({ default: 10, minimum: 1, maximum: 500, description: 'Connections at most' }),
  DATABASE_PREPARED: Type.Boolean({
    default: true,
    description: 'Named prepared statements; false behind a PgBouncer older than 1.21'
  }),
  DATABASE_ACQUIRE_TIMEOUT_MS: milliseconds(3_000, 'Wait for a free or a new connection'),
  DATABASE_STATEMENT_TIMEOUT_MS: milliseconds(
    5_000,
    'PostgreSQL ends a statement after this; 0 leaves it to the server, as PgBouncer needs',
    0
  ),
  DATABASE_QUERY_TIMEOUT_MS: milliseconds(7_000, 'A connection that has not answered after this is given up'),
  REDIS_URL: Type.Optional(
    Type.String({
      format: 'redis-url',
      description: 'Redis that counts for limits, shared by all instances; unset: PostgreSQL and memory do',
      examples: ['redis://localhost:6379', 'rediss://:secret@redis.example.org:6380/1']
    })
  ),
  HANDLER_TIMEOUT_MS: milliseconds(10_000, 'A request that is not answered after this gets a 503'),
  REQUEST_TIMEOUT_MS: milliseconds(15_000, 'A request must have arrived whole after this'),
  KEEP_ALIVE_TIMEOUT_MS: milliseconds(72_000, "An idle connection is closed after this; more than the load balancer's"),
  JWT_SECRET: Type.Optional(
    Type.String({
      minLength: 32,
      not: { const: EXAMPLE_SECRET },
      description:
        'Signs access tokens and refresh tokens: 32 bytes or more; unset (outside production): generated and kept in DATA_DIR',
      examples: [EXAMPLE_SECRET]
    })
  ),
  JWT_KEYS: Type.Optional(
    Type.String({
      format: 'token-keys',
      description:
        'Signs access tokens instead of JWT_SECRET: a JWKS, or a file that holds one, of Ed25519 and RSA keys; the first signs, all verify',
      examples: ['/etc/parlance/jwks.json']
    })
  ),
  ACCESS_TOKEN_SECONDS: Type.Integer({
    default: 900,
    minimum: 10,
    maximum: 86_400,
    description: 'How long an access token is good for, in seconds'
  }),
  BCRYPT_COST: Type.Integer({ default: 12, minimum: 4, maximum: 16, description: 'bcrypt rounds, as a power of two' }),
  SMTP_URL: Type.Optional(
    Type.String({
      format: 'smtp-url',
      description: 'Mail server to send mails with; unset (in development): they can be read at /dev/mails',
      examples: ['smtps://parlance:secret@mail.example.org']
    })
  ),
  MAIL_FROM: Type.String({
    default: 'Parlance <parlance@localhost>',
    format: 'mailbox',
    description: 'Whom mails are from',
    examples: ['Parlance <parlance@example.org>']
  }),
  PUBLIC_URL: Type.String({
    default: 'http://localhost:3000',
    format: 'public-url',
    description: "Where the app's pages are that mails link to, without a slash at the end",
    examples: ['https://app.example.org']
  }),
  CORS_ORIGINS: Type.String({
    default: '',
    format: 'origins',
    description: 'Origins that browsers may call from, separated by commas',
    examples: ['https://app.example.org,https://admin.example.org']
  }),
  TRUST_PROXY: Type.String({
    default: 'false',
    format: 'trusted-proxies',
    description: 'Whose X-Forwarded-For is believed: false, a number of hops, or addresses and networks',
    examples: ['1', '10.0.0.0/8,::1']
  }),
  RATE_LIMIT: Type.Integer({
    default: 600,
    minimum: 1,
    maximum: 10_000_000,
    description: 'Requests a minute from one learner, or from one address where nobody is signed in'
  }),
  SIGN_IN_RATE_LIMIT: Type.Integer({
    default: 20,
    minimum: 1,
    maximum: 10_000_000,
    description:
      'Requests a minute, from one address or of one user, that ask for a password or for a mail, sign-ins excepted'
  }),
  SIGN_IN_WINDOW_SECONDS: Type.Integer({
    default: 900,
    minimum: 1,
    maximum: 86_400,
    description: 'How long wrong passwords count against the limits of signing in, in seconds'
  })
})
export type Config = Static<typeof Config> & { JWT_SECRET: string }

type Environment = Config['NODE_ENV']

/** The one place where environments differ. */
const environments: Record<Environment, { defaults: Partial<Config>; required: (keyof Config)[] }> = {
  development: { defaults: {}, required: [] },
  test: { defaults: { LOG_LEVEL: 'silent', BCRYPT_COST: 4, PORT: 0, DEMONSTRATION_COURSE: false }, required: [] },
  staging: { defaults: { HOST: '0.0.0.0' }, required: [] },
  production: {
    defaults: { HOST: '0.0.0.0', MIGRATE_ON_START: false, DEMONSTRATION_COURSE: false },
    required: ['DATABASE_URL', 'JWT_SECRET']
  }
}

const schemas = new Map(
  Object.entries(environments).map(([environment, { defaults, required }]) => {
    const properties = Object.entries(Config.properties).map(([name, property]) => {
      const value = defaults[name as keyof Config]
      return [name, value === undefined ? property : { ...property, default: value }]
    })
    return [environment, { ...Type.Object(Object.fromEntries(properties)), required }]
  })
)

/** The schema with one environment's defaults and requirements applied; an unknown environment gets development's. */
export const configSchema = (environment = 'development'): TObject =>
  schemas.get(environment) ?? schemas.get('development')!
