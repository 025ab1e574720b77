import { join } from 'node:path'
import t from 'tap'
import { drafting, hasSucceeded, importPath, inJson, inLines, publishing } from '../../src/authoring/import-path.ts'
import { findCourseTree } from '../../src/courses/queries.ts'
import { courseFiles, courseFolder } from '../courses/librelingo/course-folder.ts'
import { smallCourse } from '../support/courses.ts'
import { pooledDatabase } from '../support/pooled-database.ts'
import { root, run } from '../support/process.ts'

const { db, url } = await pooledDatabase(t)

const withFault = { 'basics/module.yaml': `${courseFiles['basics/module.yaml']}  - none.yaml\n` }

t.test('a rehearsal reports and stores nothing', async (t) => {
  const folder = courseFolder(t, withFault)
  const steps: number[][] = []
  const done = await importPath(folder, { progress: (...step) => steps.push(step) })
  t.strictSame(steps, [[1, 1]])
  t.ok(hasSucceeded(done))
  t.equal(done.kept, null)
  t.match(
    inLines(done),
    /^basics\/module\.yaml:5:5 {2}error {2}missing-file .*\n1 error, .*\nspanish-from-english: 1 skills, 1 words, 0 phrases; nothing was stored \(\d+ ms\)$/s
  )
  t.match(JSON.parse(inJson(done)), {
    path: folder,
    format: 'librelingo',
    course: { slug: 'spanish-from-english', skills: 1, words: 1, phrases: 0 },
    faults: [
      { file: 'basics/module.yaml', line: 5, column: 5, code: 'missing-file', severity: 'error', message: /add it/ }
    ],
    kept: null,
    error: null
  })
  t.equal(await findCourseTree(db, 'spanish-from-english'), undefined)
})

t.test('a course is published, or a draft first', async (t) => {
  const path = join(t.testdir({ 'c.json': JSON.stringify(smallCourse('from-path')) }), 'c.json')
  const draft = await importPath(path, {}, drafting(db))
  t.strictSame(draft.kept, { as: 'draft', changed: true })
  t.match(inLines(draft), /^No faults\nfrom-path: 3 skills, 8 words, 2 phrases; a draft now/)
  t.equal(await findCourseTree(db, 'from-path'), undefined)
  const published = await importPath(path, {}, publishing(db))
  t.match(inLines(published), /; 15 units, skills and items written, 0 retired \(/)
  t.match(await findCourseTree(db, 'from-path'), { skills: 3, words: 8, phrases: 2 })
  t.match(inLines(await importPath(path, {}, publishing(db))), /; nothing has changed \(/)
})

t.test('what cannot be stored is told and has not succeeded', async (t) => {
  const none = await importPath('/nowhere/course.json', {}, publishing(db))
  t.notOk(hasSucceeded(none))
  t.match(inLines(none), /missing-file .*\n.*\n\/nowhere\/course\.json: nothing could be read$/s)

  const course = smallCourse('unpublishable')
  course.units[0]!.skills[0]!.items[0]!.target = ['(…)']
  const path = join(t.testdir({ 'c.json': JSON.stringify(course) }), 'c.json')
  const refused = await importPath(path, {}, publishing(db))
  t.notOk(hasSucceeded(refused))
  t.match(
    inLines(refused),
    /nothing was stored: The draft has an error to mend first\n {2}\/units\/0\/skills\/0\/items\/0/
  )
  await t.rejects(
    importPath(path, {}, () => Promise.reject(new TypeError('a mistake of ours'))),
    TypeError
  )
})

t.test('the command needs no database for a rehearsal, and tells by its exit what came of it', async (t) => {
  const folder = t.testdir({ 'good.json': JSON.stringify(smallCourse('by-command')), 'bad.json': '{' })
  const { stdout, stderr, code } = await run(
    join(root, 'src/commands/import.ts'),
    ['good.json', 'bad.json', '--json', '--dry-run', '--target', 'es'],
    { DATABASE_URL: 'postgres://nobody@localhost:1/none' },
    folder
  )
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  t.equal(code, 1)
  t.equal(stderr, '', 'no bar where there is no terminal')
  t.match(lines, [
    { path: 'good.json', course: { slug: 'by-command', words: 8 }, faults: [], kept: null },
    { path: 'bad.json', course: null, faults: [{ file: 'bad.json', line: 1, column: 2, code: 'malformed-json' }] }
  ])
})

t.test('the command publishes', async (t) => {
  const folder = t.testdir({ upload: JSON.stringify(smallCourse('by-command')) })
  const args = ['upload', '--format', 'document']
  const { stdout, code } = await run(join(root, 'src/commands/import.ts'), args, { DATABASE_URL: url }, folder)
  t.equal(code, 0)
  t.match(stdout, /^No faults\nby-command: 3 skills, 8 words, 2 phrases; 15 units, skills and items written/)
  t.match(await findCourseTree(db, 'by-command'), { words: 8 })
})
