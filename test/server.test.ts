import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { findHome } from '../src/database/embedded-home.ts'
import { newDataDir, serverPid } from './support/data-dir.ts'
import { sharedDatabase } from './support/database.ts'
import { bareEnv, root, unwatched } from './support/process.ts'
import { openSocket, originOf, startServer } from './support/server-process.ts'

t.jobs = 3

/** A server on the database of these tests. */
async function serverOnDatabase(t: Test, env: Record<string, string> = {}) {
  const DATABASE_URL = await sharedDatabase()
  return startServer(t, t.testdir(), { NODE_ENV: 'test', LOG_LEVEL: 'info', DATABASE_URL, ...env })
}

const registration = JSON.stringify({ email: 'ada@example.org', password: 'correct horse', displayName: 'Ada' })

/** The head of a registration whose body is sent once the server has taken the head: until then it is in flight. */
const register = [
  'POST /v1/auth/register HTTP/1.1',
  'Host: test',
  'Content-Type: application/json',
  `Content-Length: ${registration.length}`,
  'Expect: 100-continue',
  '\r\n'
].join('\r\n')

t.test('without a database the process stays, alive but not ready, and leaves when told to', async (t) => {
  const DATABASE_URL = 'postgres://nobody@127.0.0.1:1/nothing'
  const server = startServer(t, t.testdir(), { NODE_ENV: 'test', LOG_LEVEL: 'info', DATABASE_URL })
  const origin = await originOf(server)
  t.equal((await fetch(`${origin}/health/live`)).status, 200)
  t.equal((await fetch(`${origin}/health/ready`)).status, 503)
  server.child.kill('SIGTERM')
  t.same(await server.gone, { code: 0, stderr: '' })
})

t.test('a signal while it still starts is heeded too', async (t) => {
  const DATABASE_URL = 'postgres://nobody@127.0.0.1:1/nothing'
  const server = startServer(t, t.testdir(), { NODE_ENV: 'test', LOG_LEVEL: 'info', DATABASE_URL })
  await server.line('The database does not answer')
  server.child.kill('SIGTERM')
  t.same(await server.gone, { code: 0, stderr: '' })
  t.notMatch(server.lines.join('\n'), /ready in/)
})

t.test('SIGTERM: what is in flight is answered, nothing new is taken, and nobody idle holds it up', async (t) => {
  const server = await serverOnDatabase(t)
  const origin = await originOf(server)
  t.match(await server.line('ready in'), /"msg":"ready in \d+ ms"/)

  const idle = await openSocket(origin)
  idle.send('GET /health/live HTTP/1.1\r\nHost: test\r\n\r\n')
  await idle.until('{"status":"up"}')
  const silent = await openSocket(origin)
  const inFlight = await openSocket(origin)
  inFlight.send(register)
  await inFlight.until('HTTP/1.1 100 Continue')
  const halfway = await openSocket(origin)
  halfway.send('GET /health/ready HTTP/1.1\r\n')
  const { status } = await fetch(`${origin}/health/ready`)
  t.equal(status, 200)

  const start = performance.now()
  server.child.kill('SIGTERM')
  await server.line('SIGTERM: leaving')
  await Promise.all([idle.ended, silent.ended])
  t.pass('connections are closed that are idle, or have never said anything')
  await t.rejects(fetch(`${origin}/health/live`), 'nobody listens any more')
  halfway.send('Host: test\r\n\r\n')
  t.match(await halfway.ended, /^HTTP\/1.1 503 [\s\S]*connection: close[\s\S]*"status":"down"/i, 'not ready')
  inFlight.send(registration)
  t.match(await inFlight.ended, /HTTP\/1.1 201 [\s\S]*connection: close[\s\S]*"accessToken"/i)
  t.same(await server.gone, { code: 0, stderr: '' })
  t.ok(performance.now() - start < 5_000)

  const log = server.lines.map((line) => JSON.parse(line))
  for (const line of log) t.match(line, { level: Number, time: Number, msg: String }, 'off a terminal it is JSON')
  t.ok(
    log.some(({ url }) => url === '/v1/auth/register'),
    'with the request of the last moment'
  )
})

t.test('a request that never arrives whole holds it up for a while, a log that nobody reads not at all', async (t) => {
  const server = await serverOnDatabase(t)
  const stuck = await openSocket(await originOf(server))
  stuck.send(register)
  await stuck.until('HTTP/1.1 100 Continue')
  server.child.stdout!.destroy()
  server.child.kill('SIGTERM')
  t.same(await server.gone, { code: 0, stderr: '' })
})

t.test('a second signal ends it at once, whatever is in flight', async (t) => {
  const server = await serverOnDatabase(t)
  const inFlight = await openSocket(await originOf(server))
  inFlight.send(register)
  await inFlight.until('HTTP/1.1 100 Continue')
  server.child.kill('SIGTERM')
  await server.line('SIGTERM: leaving')
  const start = performance.now()
  server.child.kill('SIGTERM')
  t.equal((await server.gone).code, 1)
  t.ok(performance.now() - start < 5_000, 'long before all that is in flight has ended')
  await server.line('second SIGTERM')
})

const noTerminal =
  spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0 ? false : 'there is no script -qec here'

t.test(
  'on a terminal the log is for people, and a banner says where everything is',
  { skip: noTerminal },
  async (t) => {
    const url = await sharedDatabase()
    const env = bareEnv({
      NODE_ENV: 'test',
      LOG_LEVEL: 'info',
      DATABASE_URL: url,
      DATA_DIR: t.testdir(),
      TERM: 'xterm'
    })
    const command = `exec env ${unwatched.join(' ')} ${process.execPath} ${join(root, 'src/server.ts')}`
    const script = spawn('script', ['-qec', command, '/dev/null'], { env })
    t.teardown(() => script.kill('SIGKILL'))
    let stdout = ''
    script.stdout.on('data', (text) => {
      stdout += text
    })
    // A terminal forgets at Ctrl-C what it has not shown yet.
    while (!/Database[\s\S]*ready in \d+ ms|ready in \d+ ms[\s\S]*Database/.test(stdout))
      await once(script.stdout, 'data')
    const controlC = '\x03'
    script.stdin.write(controlC)
    t.same(await once(script, 'close'), [0, null])
    t.match(stdout, /INFO.*ready in \d+ ms/)
    t.match(stdout, /Docs +http:\/\/127\.0\.0\.1:\d+\/docs/)
    t.match(stdout, /Database +postgres/)
    const { password } = new URL(url)
    t.notMatch(stdout, password || 'no password to be shown')
    t.match(stdout, /SIGINT: leaving/)
  }
)

t.test('with nothing configured it brings its own PostgreSQL, and takes it along', async (t) => {
  const dataDir = await newDataDir(t)
  const env = { NODE_ENV: 'development', DATA_DIR: dataDir, BCRYPT_COST: '4' }
  const first = startServer(t, t.testdir(), env)
  const origin = await originOf(first)
  t.match(await (await fetch(`${origin}/v1/courses`)).json(), { items: [{ slug: 'italian-from-english' }] })
  const body = { method: 'POST', headers: { 'content-type': 'application/json' }, body: registration }
  t.equal((await fetch(`${origin}/v1/auth/register`, body)).status, 201)
  const { folder } = await findHome(dataDir)
  const postgres = await serverPid(folder)

  first.child.kill('SIGKILL')
  await first.gone
  t.ok(process.kill(postgres, 0), 'a kill -9 leaves PostgreSQL behind')

  const second = startServer(t, t.testdir(), env)
  t.equal((await fetch(`${await originOf(second)}/v1/auth/register`, body)).status, 409, 'Ada is known')
  t.match(await second.line('PostgreSQL'), /joined/)
  t.equal(await serverPid(folder), postgres)
  second.child.kill('SIGTERM')
  t.equal((await second.gone).code, 0)
  await t.rejects(serverPid(folder), { code: 'ENOENT' }, 'PostgreSQL has left with the last')

  const other = createServer().listen(0, '127.0.0.1')
  t.teardown(() => other.close())
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const { code, stderr } = await startServer(t, t.testdir(), { ...env, PORT: String(port) }).gone
  t.equal(code, 1)
  t.match(stderr.trim(), new RegExp(`^[^\n]*address already in use 127.0.0.1:${port}: [^\n]* set PORT$`), 'in one line')
  await t.rejects(serverPid(folder), { code: 'ENOENT' }, 'with a server that cannot start too')
})
