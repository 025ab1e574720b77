import { access, chmod, readdir, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { checkLinks, findBinaries, shareBinaries } from '../../src/database/embedded-binaries.ts'

t.test('the binaries for this machine are found', async (t) => {
  const { folder, version } = await findBinaries()
  t.match(version, /^18\./)
  await t.resolves(access(join(folder, 'share')))
})

t.test('a machine that has no binaries is told to set DATABASE_URL', async (t) => {
  await t.rejects(findBinaries('plan9', 'mips'), { name: 'EmbeddedPostgresError', message: /set DATABASE_URL/ })
})

t.test('an installation without its install script is told to run npm rebuild', async (t) => {
  const links = JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }])
  const folder = t.testdir({ native: { 'pg-symlinks.json': links, lib: { 'libpq.so.5.18': '' } } })
  await t.rejects(checkLinks(join(folder, 'native')), {
    name: 'EmbeddedPostgresError',
    message: /libpq\.so\.5: run "npm rebuild"/
  })
})

t.test('two processes that copy the binaries at once make one copy, with its links, that all can read', async (t) => {
  const parent = t.testdir({ from: { bin: { postgres: '' }, lib: { 'libpq.so': t.fixture('symlink', 'libpq.so.5') } } })
  await chmod(join(parent, 'from'), 0o700)
  const copy = () => shareBinaries({ folder: join(parent, 'from'), version: '18.4.0' }, parent)
  const [one, other] = await Promise.all([copy(), copy()])
  t.same(one, other)
  t.equal((await stat(one.folder)).mode & 0o777, 0o755)
  t.equal(await readlink(join(one.folder, 'lib', 'libpq.so')), 'libpq.so.5')
  t.same(await readdir(parent), ['binaries-18.4.0', 'from'], 'nothing else is left')
})
