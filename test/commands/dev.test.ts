import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { findHome } from '../../src/database/embedded-home.ts'
import { newDataDir, serverPid } from '../support/data-dir.ts'
import { root } from '../support/process.ts'
import { startServer } from '../support/server-process.ts'
import { until } from '../support/until.ts'

t.test('a saved file starts the server anew, on the PostgreSQL that it had', async (t) => {
  const dataDir = await newDataDir(t)
  const dev = startServer(t, t.testdir(), { NODE_ENV: 'development', DATA_DIR: dataDir }, 'src/commands/dev.ts')
  const starts = () => dev.lines.filter((line) => line.includes('ready in')).length
  await dev.line('ready in')
  const { folder } = await findHome(dataDir)
  const postgres = await serverPid(folder)

  const now = new Date()
  await utimes(join(root, 'content/italian-from-english/LICENSE'), now, now)
  await until(async () => starts() >= 2)
  t.equal(await serverPid(folder), postgres)

  dev.child.kill('SIGTERM')
  t.equal((await dev.gone).stderr, '')
  await t.rejects(serverPid(folder), { code: 'ENOENT' }, 'which leaves with it')
})
