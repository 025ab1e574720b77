import { execFileSync, type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as nextTurn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import t, { type Test } from 'tap'
import { type EmbeddedPostgres, joinEmbeddedPostgres } from '../../src/database/embedded.ts'
import { findHome } from '../../src/database/embedded-home.ts'
import { newDataDir, pidFile, serverPid } from '../support/data-dir.ts'
import { bareEnv } from '../support/process.ts'

const module = new URL('../../src/database/embedded.ts', import.meta.url)
const isRoot = process.getuid?.() === 0
const settings = { fsync: 'off' }
const shared = await newDataDir(t)

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query(sql).finally(() => client.end())
  return rows
}

const isRunning = (server: Pick<EmbeddedPostgres, 'url'>) =>
  query(server.url, 'select 1').then(
    () => true,
    () => false
  )

/** Another process, in a group of its own, that joins, says what it got, and gives its lease back when its input ends. */
async function otherProcess(t: Test, dataDir: string, account: SpawnOptions = {}) {
  const script = `
    import { joinEmbeddedPostgres } from '${module}'
    const server = await joinEmbeddedPostgres({ dataDir: process.argv[1], settings: { fsync: 'off' } })
    console.log(JSON.stringify(server))
    process.stdin.resume().on('end', () => server.release())`
  // tap gives its own processes what makes them write into its folder, which another account may not.
  const node = ['-u', 'NODE_OPTIONS', process.execPath, '--input-type=module', '-e', script, dataDir]
  const child = spawn('env', node, {
    ...account,
    env: bareEnv(account.uid === undefined ? {} : { NODE_DISABLE_COMPILE_CACHE: '1' }),
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit']
  })
  t.teardown(() => child.kill('SIGKILL'))
  const gone = once(child, 'exit')
  const [line] = await Promise.race([once(child.stdout!, 'data'), gone])
  const server: Omit<EmbeddedPostgres, 'release'> = JSON.parse(line)
  const leave = async () => {
    child.stdin!.end()
    await gone
  }
  return { pid: child.pid!, server, gone, leave }
}

t.test('the first start makes data and database, a later one finds them again', async (t) => {
  const first = await joinEmbeddedPostgres({ dataDir: shared, database: 'words', settings })
  t.ok(first.started)
  await query(first.url, 'create table word as select 1 as id')
  const [place] = await query(first.url, 'select inet_server_addr()::text as address, current_database() as database')
  t.match(place, { address: /^127\.0\.0\.1/, database: 'words' })
  t.equal((await stat(join(first.dataDir, 'postgres', 'parlance.password'))).mode & 0o777, 0o600)
  await first.release()
  t.notOk(await isRunning(first), 'nobody left, so the server stopped')

  const later = await joinEmbeddedPostgres({ dataDir: shared, database: 'words', settings })
  t.ok(later.started)
  t.same(await query(later.url, 'select id from word'), [{ id: 1 }])
  await later.release()
})

t.test(
  'text is compared and folded alike on every machine, and a setting reaches the server as it is written',
  async (t) => {
    const setting = `it's "$HOME"`
    const server = await joinEmbeddedPostgres({ dataDir: shared, settings: { ...settings, application_name: setting } })
    t.same(await query(server.url, `select lower('ÉÑ') as lower, 'Z' < 'a' as "byCodePoint"`), [
      { lower: 'éñ', byCodePoint: true }
    ])
    t.same(await query(server.url, 'show application_name'), [{ application_name: setting }])
    await server.release()
  }
)

t.test('a setting that PostgreSQL refuses is reported in its words', async (t) => {
  await t.rejects(joinEmbeddedPostgres({ dataDir: shared, settings: { haste: 'great' } }), {
    name: 'EmbeddedPostgresError',
    message: /unrecognized configuration parameter "haste"/
  })
})

t.test(
  'a process can leave the server running for the next, a second joins, and the last one out stops it',
  async (t) => {
    const first = await joinEmbeddedPostgres({ dataDir: shared, settings, keepRunning: true })
    await first.release()
    const other = await otherProcess(t, shared)
    t.notOk(other.server.started)
    const ours = await joinEmbeddedPostgres({ dataDir: shared, settings })
    t.equal(ours.url, other.server.url)
    t.notOk(ours.started)
    await other.leave()
    t.ok(await isRunning(ours))
    await ours.release()
    t.notOk(await isRunning(ours))
  }
)

t.test('a server whose process group was killed by kill -9 lives on and is joined', async (t) => {
  const other = await otherProcess(t, shared)
  process.kill(-other.pid, 'SIGKILL')
  await other.gone
  const ours = await joinEmbeddedPostgres({ dataDir: shared, settings })
  t.notOk(ours.started)
  t.equal(ours.url, other.server.url)
  // PostgreSQL takes a moment to notice that the dead process is gone.
  while ((await countLeases(ours.url)) > 1) await nextTurn(10)
  await ours.release()
  t.notOk(await isRunning(ours), 'the dead process has no lease')
})

t.test('processes that start at once on an empty folder share one server', async (t) => {
  const dataDir = await newDataDir(t)
  const all = await Promise.all([otherProcess(t, dataDir), otherProcess(t, dataDir), otherProcess(t, dataDir)])
  t.equal(all.filter(({ server }) => server.started).length, 1)
  t.equal(new Set(all.map(({ server }) => server.url)).size, 1)
  await Promise.all(all.map((process) => process.leave()))
  t.notOk(await isRunning(all[0]!.server), 'they left at once, and one of them stopped the server')
})

t.test('nobody loses the server to another who leaves while they join', async (t) => {
  const comeAndGo = async () => {
    for (let visit = 0; visit < 3; visit++) {
      const server = await joinEmbeddedPostgres({ dataDir: shared, settings })
      await query(server.url, 'select 1')
      await server.release()
    }
  }
  await t.resolves(Promise.all([comeAndGo(), comeAndGo(), comeAndGo()]))
})

t.test('a server that crashed is started again, and the lease it took along does no harm', async (t) => {
  const before = await joinEmbeddedPostgres({ dataDir: shared, settings })
  process.kill(await serverPid(before.dataDir), 'SIGKILL')
  const after = await joinEmbeddedPostgres({ dataDir: shared, settings })
  t.ok(after.started)
  await before.release()
  t.ok(await isRunning(after))
  await after.release()
})

t.test('a postmaster.pid whose number now belongs to another process is survived', async (t) => {
  const { folder, account } = await findHome(shared)
  const stranger = spawn('sleep', ['60'], { ...account })
  t.teardown(() => stranger.kill())
  await once(stranger, 'spawn')
  const closedPort = 1
  await writeFile(pidFile(folder), [stranger.pid, join(folder, 'postgres'), 1, closedPort, '', '127.0.0.1'].join('\n'))
  await utimes(pidFile(folder), 1, 1)
  const server = await joinEmbeddedPostgres({ dataDir: shared, settings })
  t.ok(server.started)
  await server.release()
})

t.test("another version's data and foreign folders are left alone, saying what to do", async (t) => {
  const dataDir = await newDataDir(t)
  const data = join((await findHome(dataDir)).folder, 'postgres')
  await mkdir(data)
  await writeFile(join(data, 'PG_VERSION'), '15\n')
  const message = /holds the data of PostgreSQL 15: move that folder away/
  await t.rejects(joinEmbeddedPostgres({ dataDir }), { name: 'EmbeddedPostgresError', message })
  await rm(join(data, 'PG_VERSION'))
  await writeFile(join(data, 'diary.txt'), '')
  await t.rejects(joinEmbeddedPostgres({ dataDir }), { name: 'EmbeddedPostgresError', message: /holds something else/ })
})

const idOfNobody = (option: string) => (isRoot ? Number(execFileSync('id', [option, 'nobody'])) : -1)
const nobody = { uid: idOfNobody('-u'), gid: idOfNobody('-g') }

const rootOnly = { skip: isRoot ? false : 'only root can try this' }
t.test(
  "root's server runs under another account, outside a home which that account cannot enter",
  rootOnly,
  async (t) => {
    t.equal((await stat(dirname(shared))).mode & 0o777, 0o700)
    const server = await joinEmbeddedPostgres({ dataDir: shared, settings })
    t.match(server.dataDir, /^\/var\/lib\/parlance\//)
    t.not((await stat(pidFile(server.dataDir))).uid, 0)
    t.match(await readFile(join(shared, 'where-the-data-is.txt'), 'utf8'), server.dataDir)
    await server.release()
  }
)

t.test("an ordinary user's server keeps its data in the given folder", { skip: cannotBeOrdinary() }, async (t) => {
  const dataDir = join(await mkdtemp(join(tmpdir(), 'parlance-')), '.data')
  t.teardown(() => rm(dirname(dataDir), { recursive: true, force: true }))
  await chown(dirname(dataDir), nobody.uid, nobody.gid)
  const other = await otherProcess(t, dataDir, nobody)
  t.equal(other.server.dataDir, dataDir)
  t.equal((await stat(pidFile(dataDir))).uid, nobody.uid)
  await other.leave()
  t.notOk(await isRunning(other.server))
})

function cannotBeOrdinary(): string | false {
  if (!isRoot) return 'all the other tests are run by an ordinary user'
  const reading = spawnSync('test', ['-r', fileURLToPath(module), '-a', '-x', process.execPath], nobody)
  return reading.status === 0 ? false : 'another account cannot read this checkout'
}

async function countLeases(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query(
      "select count(*)::int as leases from pg_stat_activity where application_name = 'parlance-lease'"
    )
    return rows[0].leases
  } finally {
    await client.end()
  }
}
