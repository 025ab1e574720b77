import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { root, run } from '../support/process.ts'

t.jobs = 3
const nowhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x' }
const called = (name: string, args: string[], cwd: string, env: Record<string, string> = nowhere) =>
  run(join(root, `src/commands/${name}.ts`), args, env, cwd)

t.test('--help tells how a command is used, and does nothing', async (t) => {
  const cwd = t.testdir()
  for (const [name, args, usage] of [
    ['import', ['--help'], 'Usage: npm run import -- <path>…'],
    ['migrate', ['down', '--help'], 'Usage: npm run migrate'],
    ['env-example', ['-h'], 'Usage: npm run env:example']
  ] as const) {
    const { code, stdout, stderr } = await called(name, [...args], cwd)
    t.same({ code, stderr }, { code: 0, stderr: '' }, name)
    t.ok(stdout.startsWith(usage), stdout)
  }
  t.notOk(existsSync(join(cwd, '.env.example')))
})

t.test('misuse is told in a line, with the usage', async (t) => {
  const cwd = t.testdir()
  for (const [name, args, message] of [
    ['import', ['--force', '.'], "Unknown option '--force'"],
    ['import', [], 'Name the file or folder of a course'],
    ['migrate', ['down', '2'], 'There is no migrate down 2'],
    ['migrate', ['up'], 'There is no migrate up'],
    ['env-example', ['check'], "Unexpected argument 'check'"]
  ] as const) {
    const { code, stdout, stderr } = await called(name, [...args], cwd)
    t.same({ code, stdout }, { code: 2, stdout: '' }, `${name} ${args}`)
    t.match(stderr, new RegExp(`^${message}\\nUsage: npm run [\\s\\S]+\\n$`))
  }
  t.notOk(existsSync(join(cwd, '.env.example')))
})

t.test('what keeps the embedded PostgreSQL from running is told without a stack', async (t) => {
  const cwd = t.testdir({ file: '' })
  const env = { DATA_DIR: join(cwd, 'file'), JWT_SECRET: 'x'.repeat(32) }
  for (const [name, args] of [
    ['import', ['.']],
    ['migrate', ['status']]
  ] as const) {
    const { code, stderr } = await called(name, [...args], cwd, env)
    t.equal(code, 1)
    t.match(stderr, /^DATA_DIR cannot be used \([^\n]*\): set it to a folder that can be written\n$/, name)
  }
})
