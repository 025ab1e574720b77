import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import t from 'tap'
import { testEnv } from './helper.ts'
import { ownDatabase } from './support/database.ts'

const root = join(import.meta.dirname, '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

t.test('npm start serves the session of the README as it is printed there, and leaves at SIGTERM', async (t) => {
  const DATABASE_URL = await ownDatabase()
  const port = await freePort()
  const server = spawn('npm', ['start'], {
    cwd: root,
    env: { ...process.env, ...testEnv, LOG_LEVEL: 'info', DATABASE_URL, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const lines = createInterface(server.stdout)
  await new Promise<void>((resolve) => lines.on('line', (line) => line.includes('ready in') && resolve()))

  const [, session] = /## A session[\s\S]*?```sh\n([\s\S]*?)```/.exec(readme) ?? []
  const script = session!.replaceAll('localhost:3000', `localhost:${port}`)
  const { stdout } = await promisify(execFile)('bash', ['-ec', script])
  const [course, account, enrollment, studySession, verdict, progress] = stdout.trim().split('\n').map(parse)

  t.equal(course.slug, 'italian-from-english')
  t.equal(account.user.email, 'ada@example.org')
  t.match(enrollment, { course: 'italian-from-english' })
  t.equal(studySession.exercises.length, 12)
  const [, printed] = /```json\n([\s\S]*?)```/.exec(readme) ?? []
  t.same(verdict, JSON.parse(printed!), 'the verdict is the one that the README shows')
  t.match(
    progress.skills.find(({ skill }: { skill: string }) => skill === 'food'),
    { seen: 1 }
  )

  server.kill('SIGTERM')
  await once(lines, 'close')
  await t.rejects(fetch(`http://localhost:${port}/health/live`), 'nobody listens any more')
})

const parse = (line: string) => JSON.parse(line)

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
