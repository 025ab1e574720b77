import { statSync } from 'node:fs'
import { join } from 'node:path'
import fastify, { type FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import config from '../../plugins/config.ts'
import { EXAMPLE_SECRET } from '../../src/config/schema.ts'
import { root, run } from '../support/process.ts'

const secret = 'a secret of the test, long enough to sign with'
const url = 'postgres://parlance:hunter2@localhost:5432/parlance'

type Env = Record<string, string | undefined>

async function appWith(t: Test, env: Env): Promise<FastifyInstance> {
  const app = fastify()
  t.teardown(() => app.close())
  await app.register(config, { env })
  return app
}

/** What somebody reads who starts the server with this environment. */
const refusal = (t: Test, env: Env): Promise<string> =>
  appWith(t, { JWT_SECRET: secret, ...env }).then(
    () => Promise.reject(new Error(`accepted: ${JSON.stringify(env)}`)),
    (error) => {
      t.equal(error.name, 'ConfigError')
      return error.message
    }
  )

const timeout = (description: string, minimum = 1) => `a whole number from ${minimum} to 600000. ${description}, in ms`
const port = 'a whole number from 0 to 65535. TCP port to listen on; 0 for any'
const jwtSecret =
  "at least 32 characters, and not the example's. Signs access tokens and refresh tokens: 32 bytes or more; unset (outside production): generated and kept in DATA_DIR"
const origins =
  'Origins that browsers may call from, separated by commas; for example https://app.example.org,https://admin.example.org'
const proxies =
  'Whose X-Forwarded-For is believed: false, a number of hops, or addresses and networks; for example 1 or 10.0.0.0/8,::1'
const database = `PostgreSQL to use; unset (outside production): an embedded one is started; for example postgres://parlance:secret@localhost:5432/parlance`

const redis =
  'Redis that counts for limits, shared by all instances; unset: PostgreSQL and memory do; for example redis://localhost:6379 or rediss://:secret@redis.example.org:6380/1'

const expectations: Record<string, { bad: string[]; expected: string }> = {
  PORT: { bad: ['abc', '0x1F', '1e3', '70000', '-1', ' 3000', '3000 ', '3.5', '+1', 'NaN', '٣'], expected: port },
  NODE_ENV: { bad: ['prod', 'Production', 'toString'], expected: 'one of development, test, staging, production' },
  LOG_LEVEL: { bad: ['verbose'], expected: 'one of trace, debug, info, warn, error, fatal, silent' },
  MIGRATE_ON_START: { bad: ['yes', '1', 'TRUE', 'on'], expected: 'true or false. Run pending migrations at start' },
  HANDLER_TIMEOUT_MS: { bad: ['0', '10s'], expected: timeout('A request that is not answered after this gets a 503') },
  DATABASE_STATEMENT_TIMEOUT_MS: {
    bad: ['-1'],
    expected: timeout('PostgreSQL ends a statement after this; 0 leaves it to the server, as PgBouncer needs', 0)
  },
  JWT_SECRET: { bad: ['too short', 'x'.repeat(31), EXAMPLE_SECRET], expected: jwtSecret },
  DATABASE_URL: {
    bad: [
      'localhost:5432/parlance',
      'mysql://localhost/parlance',
      'postgres:parlance',
      'postgres://localhost:port/parlance',
      'postgres://u:hunter2@localhost:70000/x'
    ],
    expected: database
  },
  SMTP_URL: {
    bad: [
      'localhost:25',
      'smtp:localhost',
      'http://localhost',
      'smtp://',
      'smtp://localhost:port',
      'smtp://u:p%ss@host'
    ],
    expected:
      'Mail server to send mails with; unset (in development): they can be read at /dev/mails; for example smtps://parlance:secret@mail.example.org'
  },
  MAIL_FROM: {
    bad: [
      'Parlance',
      '<parlance@example.org>',
      'Parlance <parlance>',
      'Parlance, all <parlance@example.org>',
      'a@example.org, b@example.org',
      'Parlance <parlance@example.org>\r\nBcc: eve@example.org',
      'Parlance\r\nBcc: eve@example.org <parlance@example.org>'
    ],
    expected: 'Whom mails are from; for example Parlance <parlance@example.org>'
  },
  JWT_KEYS: {
    bad: ['/nowhere/jwks.json', '{', '{"keys":[]}', '{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}'],
    expected:
      'Signs access tokens instead of JWT_SECRET: a JWKS, or a file that holds one, of Ed25519 and RSA keys; the first signs, all verify; for example /etc/parlance/jwks.json'
  },
  PUBLIC_URL: {
    bad: [
      'app.example.org',
      'ftp://app.example.org',
      'https://app.example.org/',
      'https://app.example.org/learn/',
      'https://app.example.org/?a=b',
      'https://app.example.org/#a',
      'https://ada:secret@app.example.org',
      'https://App.example.org'
    ],
    expected:
      "Where the app's pages are that mails link to, without a slash at the end; for example https://app.example.org"
  },
  REDIS_URL: {
    bad: [
      'localhost:6379',
      'http://localhost:6379',
      'redis:',
      'redis://',
      'redis://:6379',
      'redis://localhost:port',
      'redis://:%zz@localhost',
      'redis://localhost/cache',
      'redis://localhost/1/2',
      'redis://localhost?db=1',
      'redis://localhost:70000'
    ],
    expected: redis
  },
  SIGN_IN_WINDOW_SECONDS: {
    bad: ['0', '-1', '15m', '86401'],
    expected:
      'a whole number from 1 to 86400. How long wrong passwords count against the limits of signing in, in seconds'
  },
  TRUST_PROXY: {
    bad: ['true', '1.2.3', '0', '10', 'abc', '*', '10.0.0.0/33', '::1/129', '10.0.0.0/', '10.0.0.1, ::1', 'loopback'],
    expected: proxies
  },
  CORS_ORIGINS: {
    bad: [
      '*',
      'null',
      'app.example.org',
      'https://app.example.org/',
      'https://App.example.org',
      'https://app.example.org:443',
      'https://*.example.org',
      'https://a.example.org, https://b.example.org'
    ],
    expected: origins
  }
}

for (const [name, { bad, expected }] of Object.entries(expectations)) {
  t.test(`a bad ${name} is refused in one line that says what is expected`, async (t) => {
    for (const value of bad) {
      const message = await refusal(t, { [name]: value })
      t.equal(message, `The environment has a fault:\n  ${name} is not valid: ${expected}`, JSON.stringify(value))
    }
  })
}

t.test('every fault of the environment is told at once, by variable', async (t) => {
  const message = await refusal(t, { PORT: 'abc', TRUST_PROXY: 'true', CORS_ORIGINS: '*', JWT_SECRET: 'short' })
  t.equal(
    message,
    [
      'The environment has 4 faults:',
      `  CORS_ORIGINS is not valid: ${origins}`,
      `  JWT_SECRET is not valid: ${jwtSecret}`,
      `  PORT is not valid: ${port}`,
      `  TRUST_PROXY is not valid: ${proxies}`
    ].join('\n')
  )
})

t.test('production needs a database and a secret of its own', async (t) => {
  t.equal(
    await refusal(t, { NODE_ENV: 'production', JWT_SECRET: undefined }),
    `The environment has 2 faults:\n  DATABASE_URL is required: ${database}\n  JWT_SECRET is required: ${jwtSecret}`
  )
  t.match(await refusal(t, { NODE_ENV: 'production', DATABASE_URL: url, JWT_SECRET: '' }), /JWT_SECRET is required/)
  const { config } = await appWith(t, { NODE_ENV: 'production', DATABASE_URL: url, JWT_SECRET: secret })
  t.match(config, { DATABASE_URL: url, JWT_SECRET: secret })
})

t.test('no message shows the value of a variable, which may be a secret', async (t) => {
  const message = await refusal(t, {
    JWT_SECRET: 'hunter2',
    DATABASE_URL: 'postgres://parlance:hunter2@localhost:port/parlance',
    PORT: 'hunter2',
    NODE_ENV: 'hunter2'
  })
  t.match(message, /has 4 faults/)
  t.notMatch(message, /hunter2/)
})

t.test('an empty variable is an unset one', async (t) => {
  const { config } = await appWith(t, { JWT_SECRET: secret, PORT: '', DATABASE_URL: '', NODE_ENV: '', HOST: '' })
  t.match(config, { PORT: 3000, NODE_ENV: 'development', HOST: 'localhost' })
  t.notOk('DATABASE_URL' in config)
})

t.test('what is written well is read as its type, and nothing else of the environment is kept', async (t) => {
  const { config } = await appWith(t, {
    JWT_SECRET: 'x'.repeat(32),
    PORT: '8080',
    MIGRATE_ON_START: 'false',
    DATABASE_URL: 'postgresql://u:p%40ss@/db?host=/var/run/postgresql',
    TRUST_PROXY: '10.0.0.0/8,::1,192.0.2.1',
    CORS_ORIGINS: 'https://app.example.org,http://localhost:5173',
    SMTP_URL: 'smtps://ada:p%40ss@[::1]:2525',
    MAIL_FROM: '"Parlance, for all" <parlance@example.org>',
    PUBLIC_URL: 'https://example.org/app',
    REDIS_URL: 'rediss://parlance:p%40ss@[::1]:6380/2',
    PATH: '/bin'
  })
  t.match(config, {
    PORT: 8080,
    MIGRATE_ON_START: false,
    DATABASE_URL: 'postgresql://u:p%40ss@/db?host=/var/run/postgresql',
    TRUST_PROXY: '10.0.0.0/8,::1,192.0.2.1',
    CORS_ORIGINS: 'https://app.example.org,http://localhost:5173',
    SMTP_URL: 'smtps://ada:p%40ss@[::1]:2525',
    MAIL_FROM: '"Parlance, for all" <parlance@example.org>',
    PUBLIC_URL: 'https://example.org/app',
    REDIS_URL: 'rediss://parlance:p%40ss@[::1]:6380/2'
  })
  t.notOk('PATH' in config)
})

t.test('environments differ by their defaults', async (t) => {
  const defaults = async (environment: string) =>
    (await appWith(t, { NODE_ENV: environment, JWT_SECRET: secret, DATABASE_URL: url })).config
  const development = { HOST: 'localhost', PORT: 3000, MIGRATE_ON_START: true, DEMONSTRATION_COURSE: true }
  t.match(await defaults('development'), { ...development, LOG_LEVEL: 'info', BCRYPT_COST: 12, TRUST_PROXY: 'false' })
  t.match(await defaults('production'), { SIGN_IN_WINDOW_SECONDS: 900, REDIS_URL: undefined })
  t.match(await defaults('test'), { LOG_LEVEL: 'silent', BCRYPT_COST: 4, PORT: 0, DEMONSTRATION_COURSE: false })
  t.match(await defaults('staging'), { ...development, HOST: '0.0.0.0' })
  t.match(await defaults('production'), { HOST: '0.0.0.0', MIGRATE_ON_START: false, DEMONSTRATION_COURSE: false })
})

t.test('a default can be overruled in any environment', async (t) => {
  const env = { NODE_ENV: 'production', JWT_SECRET: secret, DATABASE_URL: url, MIGRATE_ON_START: 'true', HOST: '::1' }
  t.match((await appWith(t, env)).config, { MIGRATE_ON_START: true, HOST: '::1' })
})

t.test('outside production a secret is generated, kept for its owner only, and the same after a restart', async (t) => {
  const DATA_DIR = join(t.testdir(), 'data')
  const first = (await appWith(t, { DATA_DIR })).config.JWT_SECRET
  t.ok(first.length >= 32)
  t.equal(statSync(join(DATA_DIR, 'jwt-secret')).mode & 0o777, 0o600)
  t.equal((await appWith(t, { DATA_DIR, NODE_ENV: 'staging' })).config.JWT_SECRET, first)
  t.not((await appWith(t, { DATA_DIR: t.testdir({ other: {} }) })).config.JWT_SECRET, first)
})

t.test('a folder that can keep no secret is told of', async (t) => {
  const DATA_DIR = join(t.testdir({ file: '' }), 'file')
  t.equal(
    await refusal(t, { DATA_DIR, JWT_SECRET: undefined }),
    'The environment has a fault:\n  DATA_DIR cannot keep the generated JWT_SECRET (EEXIST): set another, or set JWT_SECRET'
  )
})

t.test('the process says on stderr what to mend, and exits with 1', async (t) => {
  const folders = t.testdir({ bare: {}, configured: { '.env': 'PORT=abc\nTRUST_PROXY=true\n' } })
  const server = (folder: string, env: Record<string, string>) =>
    run(join(root, 'src/server.ts'), [], env, join(folders, folder))
  const [wrong, missing, fromFile] = await Promise.all([
    server('bare', { PORT: 'abc', JWT_SECRET: 'hunter2' }),
    server('bare', { NODE_ENV: 'production' }),
    server('configured', { NODE_ENV: 'staging', PORT: '8080' })
  ])
  t.strictSame(wrong, {
    code: 1,
    stdout: '',
    stderr: `The environment has 2 faults:\n  JWT_SECRET is not valid: ${jwtSecret}\n  PORT is not valid: ${port}\n\n`
  })
  t.match(missing, { code: 1, stdout: '', stderr: /^The environment has 2 faults:\n {2}DATABASE_URL is required: / })
  const fault = `The environment has a fault:\n  TRUST_PROXY is not valid: ${proxies}\n\n`
  t.strictSame(fromFile, { code: 1, stdout: '', stderr: fault }, '.env counts, and the environment beats it')
})

t.test('.env.example is what the schema gives', async (t) => {
  t.strictSame(await run(join(root, 'src/commands/env-example.ts'), ['--check'], {}, root), {
    code: 0,
    stdout: '',
    stderr: ''
  })
})
