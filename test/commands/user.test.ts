import { join } from 'node:path'
import t from 'tap'
import { callerOf, signUp, testApp } from '../helper.ts'
import { root, run } from '../support/process.ts'
import { until } from '../support/until.ts'

t.jobs = 2
const app = await testApp(t)
const cwd = t.testdir()
const user = (...args: string[]) =>
  run(join(root, 'src/commands/user.ts'), args, { DATABASE_URL: app.databaseUrl }, cwd)

t.test('an administrator is made, who signs in with the password that was shown', async (t) => {
  const { stdout, code } = await user('create', 'Root@example.org', 'admin', '--name', 'Root')
  t.equal(code, 0)
  const [, password] = /^root@example\.org is now admin\. .*: (\S{20})\n$/.exec(stdout)!
  const login = { email: 'root@example.org', password }
  const { accessToken } = (await callerOf(app)('POST', '/v1/auth/login', login)).json()
  const call = callerOf(app, { authorization: `Bearer ${accessToken}` })
  t.equal((await call('GET', '/v1/me')).json().displayName, 'Root')
  const { items } = (await call('GET', '/v1/admin/audit-log')).json()
  const entry = items.find(({ action }: { action: string }) => action === 'create')
  t.match(entry, { actorId: null, details: { to: 'admin' } })
  t.match(await user('create', 'root@example.org'), { code: 1, stderr: /exists already/ })
})

t.test('a role is given and an account disabled, which a running server knows within seconds', async (t) => {
  const ada = await signUp(app)
  t.match(await user('role', ada.email, 'author'), { code: 0, stdout: `${ada.email} is now author\n` })
  await until(async () => (await ada.call('GET', '/v1/me')).json().role === 'author')
  t.match(await user('disable', ada.email), { code: 0, stdout: `${ada.email} is now disabled\n` })
  await until(async () => (await ada.call('GET', '/v1/me')).statusCode === 401, 5_000)
})

t.test('what cannot be done is said', async (t) => {
  for (const args of [['create'], ['role', 'ada@example.org', 'owner'], ['create', 'ada@example.org', '--name', ' ']]) {
    t.match(await user(...args), { code: 2, stderr: /^Usage: npm run user -- create/m }, args.join(' '))
  }
  t.match(await user('disable', 'nobody@example.org'), {
    code: 1,
    stderr: 'There is no account with the address nobody@example.org\n'
  })
})
