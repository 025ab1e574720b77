import { sql } from 'kysely'
import t from 'tap'
import { contentOf } from '../../src/courses/canonical.ts'
import type { CourseDocument } from '../../src/courses/document.ts'
import { findCourseTree, findSkillPage } from '../../src/courses/queries.ts'
import { DERIVATION, revisionOf } from '../../src/courses/revision.ts'
import { storeCourse } from '../../src/courses/store.ts'
import { findProgress } from '../../src/learning/progress.ts'
import { findStudySession } from '../../src/learning/session-queries.ts'
import { item, smallCourse, withSkill } from '../support/courses.ts'
import { newLearner } from '../support/learner.ts'
import { pooledDatabase } from '../support/pooled-database.ts'
import { answerAll, startedSession } from '../support/study.ts'

const { db } = await pooledDatabase(t)

/** Everything that is stored of a course, with the transactions that wrote it. */
async function rowsOf(slug: string) {
  const found = await sql<Row>`select xmin, * from courses where slug = ${slug}`.execute(db)
  const course = found.rows[0]!
  const part = async (table: string) => {
    const row = sql.table(table)
    const where = sql`where course_id = ${course.id} order by ${row}::text`
    return (await sql<Row>`select xmin, * from ${row} ${where}`.execute(db)).rows
  }
  const [units, skills, items, lookalikes] = await Promise.all(['units', 'skills', 'items', 'lookalikes'].map(part))
  return { course, units: units!, skills: skills!, items: items!, lookalikes: lookalikes! }
}

type Row = Record<'id' | 'xmin' | 'revision' | 'side' | 'token', string> & { source: string[]; others: string[] }

const without = (course: CourseDocument, skill: string, target: string) =>
  withSkill(course, skill, (skill) => ({ ...skill, items: skill.items.filter((item) => item.target[0] !== target) }))

/** A learner who has answered everything that a lesson of the skill asks. */
async function learnerOf(course: string, skill: string) {
  const user = await newLearner(db, { courses: [course] })
  const { session, exercises } = await startedSession(db, user.id, { course, skill })
  await answerAll(db, user.id, session.id, exercises)
  const { course: stored } = await rowsOf(course)
  const progress = async () => (await findProgress(db, user.id, stored.id)).find((row) => row.skill === skill)
  return { user, session, progress }
}

t.test('the same document again changes nothing', async (t) => {
  const course = smallCourse('same')
  t.same(await storeCourse(db, course), { slug: 'same', changed: true, written: 2 + 3 + 10, retired: 0 })
  const before = await rowsOf('same')
  t.same(await storeCourse(db, structuredClone(course)), {
    slug: 'same',
    changed: false,
    written: 0,
    retired: 0
  })
  t.same(await rowsOf('same'), before)
})

t.test('an edited document changes what was edited and no more', async (t) => {
  const course = smallCourse('edited')
  await storeCourse(db, course)
  const before = await rowsOf('edited')
  const edited = withSkill(course, 'animals', (skill) => ({
    ...skill,
    name: 'Beasts',
    items: skill.items.map((item) =>
      item.target[0] === 'el perro' ? { ...item, source: [...item.source, 'the hound'] } : item
    )
  }))
  t.same(await storeCourse(db, edited), { slug: 'edited', changed: true, written: 2, retired: 0 })
  t.equal((await findCourseTree(db, 'edited'))!.units[0]!.skills[0]!.name, 'Beasts')
  const after = await rowsOf('edited')
  const changed = after.items.filter(({ xmin }) => xmin === after.course.xmin)
  t.match(changed, [{ id: course.units[0]!.skills[0]!.items[0]!.id, source: ['the dog', 'the hound'] }])
  t.same(after.units, before.units)
  t.not(after.course.revision, before.course.revision)
})

t.test("an edit leaves learners' progress alone, and a corrected translation is accepted from then on", async (t) => {
  const course = smallCourse('kept')
  await storeCourse(db, course)
  const { user, progress } = await learnerOf('kept', 'animals')
  const before = await progress()
  t.match(before, { items: 6, seen: 6 })
  const corrected = withSkill(course, 'animals', (skill) => ({
    ...skill,
    name: 'Beasts',
    items: skill.items.map((item) => ({
      ...item,
      target: [...item.target, `ay, ${item.target[0]}`],
      source: [...item.source, `oh, ${item.source[0]}`]
    }))
  }))
  await storeCourse(db, corrected)
  t.same(await progress(), before)
  const { exercises } = await startedSession(db, user.id, { course: 'kept', skill: 'animals' })
  const typed = exercises.flatMap(({ key }) => (key.kind === 'type' ? [key.typed.accepted] : []))
  t.ok(typed.length > 0)
  for (const accepted of typed)
    t.ok(
      accepted.some((text) => /^(ay|oh), /.test(text)),
      accepted.join()
    )
})

t.test('an item that is gone is retired, and comes back with its progress', async (t) => {
  const course = smallCourse('gone')
  await storeCourse(db, course)
  const { progress } = await learnerOf('gone', 'food')
  const before = await progress()
  const stored = await storeCourse(db, without(course, 'food', 'el queso'))
  t.same(
    stored,
    { slug: 'gone', changed: true, written: 2, retired: 1 },
    'the skill counts its words, the apple moves up'
  )
  t.match(await progress(), { items: 3, seen: 3 })
  const words = async () => (await findSkillPage(db, 'gone', 'food'))!.items.map(({ target }) => target)
  t.same(await words(), ['el pan', 'la leche', 'la manzana'])
  t.equal((await findCourseTree(db, 'gone'))!.words, 7)

  t.same(await storeCourse(db, course), { slug: 'gone', changed: true, written: 3, retired: 0 })
  t.same(await progress(), before)
  t.same(await words(), ['el pan', 'la leche', 'el queso', 'la manzana'])
})

t.test('a skill that is gone takes its items along, but not the sessions begun in it', async (t) => {
  const course = smallCourse('shrunk')
  await storeCourse(db, course)
  const { user, session, progress } = await learnerOf('shrunk', 'food')
  const before = await progress()
  const [first] = course.units
  t.same(await storeCourse(db, { ...course, units: [first!] }), {
    slug: 'shrunk',
    changed: true,
    written: 0,
    retired: 1 + 1 + 4
  })
  t.equal(await findSkillPage(db, 'shrunk', 'food'), undefined)
  t.same(
    (await findCourseTree(db, 'shrunk'))!.units.map(({ slug }) => slug),
    ['first']
  )
  t.equal(await progress(), undefined)
  t.equal((await findStudySession(db, user.id, session.id))!.verdicts.length, session.exercises.length)
  await storeCourse(db, course)
  t.same(await progress(), before)
})

t.test('units and skills can change places', async (t) => {
  const course = smallCourse('moved')
  await storeCourse(db, course)
  const [first, second] = course.units
  const [animals, letters] = first!.skills
  const units = [
    { ...second!, skills: [letters!, ...second!.skills] },
    { ...first!, skills: [animals!] }
  ]
  await storeCourse(db, { ...course, units })
  const tree = await findCourseTree(db, 'moved')
  t.same(
    tree!.units.map((unit) => [unit.slug, ...unit.skills.map(({ slug }) => slug)]),
    [
      ['second', 'letters', 'food'],
      ['first', 'animals']
    ]
  )
})

t.test('words that can be taken for one another are found anew', async (t) => {
  const course = smallCourse('alike')
  await storeCourse(db, course)
  const resembling = async (word: string) =>
    (await rowsOf('alike')).lookalikes.find(({ side, token }) => side === 'target' && token === word)?.others ?? []
  t.same(await resembling('gato'), [])
  const longer = withSkill(course, 'food', (skill) => ({
    ...skill,
    items: [...skill.items, item('alike', 'food', ['el pato'], ['the duck'])]
  }))
  await storeCourse(db, longer)
  t.same(await resembling('gato'), ['pato'])
  await storeCourse(db, course)
  t.same(await resembling('gato'), [])
})

t.test('rows that an older version of the server derived are derived anew', async (t) => {
  const course = withSkill(smallCourse('older'), 'food', (skill) => ({
    ...skill,
    items: [...skill.items, item('older', 'food', ['el pato'], ['the duck'])]
  }))
  await storeCourse(db, course)
  const { course: stored, items, lookalikes } = await rowsOf('older')
  const older = revisionOf(contentOf(course), DERIVATION - 1)
  await sql`update courses set revision = ${older} where id = ${stored.id}`.execute(db)
  await sql`update items set target_prompts = '{}' where id = ${items[0]!.id}`.execute(db)
  await sql`delete from lookalikes where course_id = ${stored.id}`.execute(db)
  t.same(await storeCourse(db, course), { slug: 'older', changed: true, written: 1, retired: 0 })
  const anew = await rowsOf('older')
  t.equal(anew.course.revision, stored.revision)
  const derived = (rows: Row[]) => rows.map(({ xmin, ...row }) => row)
  t.same(derived(anew.items), derived(items))
  t.same(derived(anew.lookalikes), derived(lookalikes))
  t.ok(lookalikes.length > 0)
})

t.test('a course of which one part cannot be stored is not stored at all', async (t) => {
  const unstorable = (course: CourseDocument) =>
    withSkill(course, 'food', (skill) => ({
      ...skill,
      items: skill.items.map((item) => ({ ...item, target: [`${item.target[0]}\0`] }))
    }))
  await t.rejects(storeCourse(db, unstorable(smallCourse('never'))), { code: '22P05' })
  t.equal(await findCourseTree(db, 'never'), undefined)

  const course = smallCourse('whole')
  await storeCourse(db, course)
  const before = await rowsOf('whole')
  const renamed = withSkill(course, 'animals', (skill) => ({ ...skill, name: 'Beasts', items: [] }))
  await t.rejects(storeCourse(db, unstorable(renamed)), { code: '22P05' })
  t.same(await rowsOf('whole'), before)
})

t.test('imports at the same time come one after another', async (t) => {
  const course = smallCourse('busy')
  const same = await Promise.all(Array.from({ length: 4 }, () => storeCourse(db, course)))
  t.same(same.map(({ changed }) => changed).sort(), [false, false, false, true])

  const editions = ['el perro', 'el gato', 'una vaca'].map((target) => without(course, 'animals', target))
  const others = ['busy-a', 'busy-b'].map((slug) => smallCourse(slug))
  await Promise.all([...editions, ...others].map((document) => storeCourse(db, document)))
  const [page, tree] = await Promise.all([findSkillPage(db, 'busy', 'animals'), findCourseTree(db, 'busy')])
  t.equal(page!.items.length, 3)
  t.match(tree, { words: 7, phrases: 2 })
  const last = editions.filter(({ units }) =>
    units[0]!.skills[0]!.items.every(
      ({ kind, target }) =>
        kind === 'phrase' || page!.items.some((item) => item.target === target[0]!.replace(/[{}]/g, ''))
    )
  )
  t.equal(last.length, 1, 'what is stored is one of the editions')
  t.equal((await storeCourse(db, last[0]!)).changed, false)
  for (const { slug } of others) t.ok(await findCourseTree(db, slug))
})

t.test('an item of another course is not taken from it', async (t) => {
  const course = smallCourse('owner')
  await storeCourse(db, course)
  await t.rejects(storeCourse(db, { ...course, slug: 'thief' }), { statusCode: 409, message: /another course/ })
  t.equal(await findCourseTree(db, 'thief'), undefined)
})
