import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import { saveDraft } from '../../src/authoring/drafts.ts'
import { keepIds } from '../../src/authoring/kept-ids.ts'
import { publishCourse, publishDraft, restoreRevision } from '../../src/authoring/publish.ts'
import type { CourseDocument, Item } from '../../src/courses/document.ts'
import { courseId } from '../../src/courses/identity.ts'
import { transaction } from '../../src/database/transaction.ts'
import { item, smallCourse, withSkill } from '../support/courses.ts'
import { newLearner } from '../support/learner.ts'
import { pooledDatabase } from '../support/pooled-database.ts'
import { itemProgress } from '../support/study.ts'

const { db } = await pooledDatabase(t)
const SLUG = 'long-history'
const edit = () => ({ user: undefined, now: Temporal.Now.instant() })
const now = () => Temporal.Now.instant().toString()

/** A course of 25 skills with 20 words each, as its files would be read. */
type Files = Map<string, [target: string, source: string][]>
const files: Files = new Map(
  Array.from({ length: 25 }, (_, s) => [
    `skill-${s}`,
    Array.from({ length: 20 }, (_, i): [string, string] => [`palabra ${word(s, i)}`, `word ${word(s, i)}`])
  ])
)

function word(skill: number, index: number): string {
  return [skill, index].map((n) => String.fromCharCode(97 + n).repeat(2)).join('o')
}

const read = (files: Files): CourseDocument => ({
  ...smallCourse(SLUG),
  units: [
    {
      slug: 'all',
      name: 'All',
      skills: [...files].map(([slug, forms]) => ({
        slug,
        name: slug,
        introduction: null,
        images: [],
        dictionary: [],
        items: forms.map(([target, source]): Item => ({ ...item(SLUG, slug, [target], [source]), kind: 'word' }))
      }))
    }
  ]
})

const publish = (course: CourseDocument) => transaction(db, (trx) => publishCourse(trx, course, edit()))
const liveItems = () =>
  db
    .selectFrom('items')
    .innerJoin('skills', 'skills.id', 'items.skill_id')
    .select(['items.id', 'skills.slug', 'items.target', 'items.source'])
    .where('items.course_id', '=', courseId(SLUG))
    .where('items.retired', '=', false)
    .execute()

t.test('five hundred cards survive twenty edits and two rollbacks', async (t) => {
  await publish(read(files))
  const learner = await newLearner(db, { courses: [SLUG] })
  const first = await liveItems()
  t.equal(first.length, 500)
  // Each card is told from the others by how often it was seen.
  await db
    .insertInto('item_progress')
    .values(
      first.map(({ id }, i) => ({
        user_id: learner.id,
        course_id: courseId(SLUG),
        item_id: id,
        seen: i + 1,
        correct: 0,
        in_a_row: 0,
        last_seen_at: now()
      }))
    )
    .execute()
  const cards = await itemProgress(db, learner.id)
  const idBy = new Map(first.map(({ id, target }) => [target[0]!, id]))

  /** What the cards should be of: the word that was first taught, by the words that are taught now. */
  const taught = new Map([...idBy.keys()].map((target) => [target, target]))
  const state: Files = structuredClone(files)
  const numbers: number[] = []
  const snapshots: [Files, Map<string, string>][] = []
  for (let step = 0; step < 20; step++) {
    const slug = [...state.keys()][step]!
    const forms = state.get(slug)!
    switch (step % 5) {
      case 0: // A typo in a prompt is corrected.
        forms[step % 20]![1] = `the ${forms[step % 20]![1]}`
        break
      case 1: {
        // A typo in what is taught is corrected.
        const [target] = forms[3]!
        forms[3]![0] = `la ${target}`
        taught.set(`la ${target}`, taught.get(target)!)
        taught.delete(target)
        break
      }
      case 2: {
        // A word moves to another skill.
        const [moved] = forms.splice(5, 1)
        state.get([...state.keys()][(step + 7) % 25]!)!.push(moved!)
        break
      }
      case 3: {
        // A skill is renamed with all that it has.
        const renamed = [...state].map(([name, forms]): [string, typeof forms] => [
          name === slug ? `${slug}-renamed` : name,
          forms
        ])
        state.clear()
        for (const [name, forms] of renamed) state.set(name, forms)
        break
      }
      case 4: // A word is taken out.
        taught.delete(forms.pop()![0])
    }
    const { number } = await publish(read(state))
    numbers.push(number)
    snapshots.push([structuredClone(state), new Map(taught)])
    if (step === 9 || step === 19) {
      const back = step - 6
      await transaction(db, (trx) => restoreRevision(trx, SLUG, numbers[back]!, edit()))
      const [files, words] = snapshots[back]!
      state.clear()
      for (const [slug, forms] of structuredClone(files)) state.set(slug, forms)
      taught.clear()
      for (const entry of words) taught.set(...entry)
    }
    const live = await liveItems()
    t.same(
      new Map(live.map(({ id, target }) => [target[0]!, id])),
      new Map([...taught].map(([target, was]) => [target, idBy.get(was)])),
      `after edit ${step} each word is the item that it was`
    )
  }
  t.same(await itemProgress(db, learner.id), cards)
  const places = new Map((await liveItems()).map(({ slug, target }) => [target[0], slug]))
  t.same(places, new Map([...state].flatMap(([slug, forms]) => forms.map(([target]) => [target, slug]))))
})

t.test('of two who publish at once one wins, and nothing is mixed', async (t) => {
  const course = smallCourse('two-at-once')
  await transaction(db, (trx) => publishCourse(trx, course, edit()))
  const named = (name: string) => ({ ...course, units: course.units.map((unit) => ({ ...unit, name })) })
  await transaction(db, (trx) => saveDraft(trx, named('Ours'), edit()))
  const results = await Promise.allSettled(
    Array.from({ length: 4 }, () => transaction(db, (trx) => publishDraft(trx, course.slug, edit())))
  )
  t.same(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected', 'rejected', 'rejected'])
  const units = await db.selectFrom('units').select('name').where('course_id', '=', courseId(course.slug)).execute()
  t.same(new Set(units.map(({ name }) => name)), new Set(['Ours']))
})

t.test('any number of items may get other ids at once', async (t) => {
  const slug = 'many-renames'
  const ids = Array.from({ length: 25_000 }, () => randomUUID())
  const renames = ids.map((from) => ({ from, to: ids[0]! }))
  await transaction(db, (trx) => keepIds(trx, slug, renames))
  const kept = db.selectFrom('item_aliases').select('alias').where('course_id', '=', courseId(slug))
  t.equal((await kept.execute()).length, ids.length)
})

t.test('a form that an item once had may come back as an item beside it, and stays one', async (t) => {
  const slug = 'came-back'
  const base = smallCourse(slug)
  const publish = (...sources: string[]) => {
    const bread = sources.map((source) => item(slug, 'food', ['el pan'], [source]))
    const course = withSkill(base, 'food', (food) => ({ ...food, items: [...bread, ...food.items.slice(1)] }))
    return transaction(db, (trx) => publishCourse(trx, course, edit()))
  }
  const breads = async () => {
    const rows = db.selectFrom('items').select(['id', 'source']).where('course_id', '=', courseId(slug))
    const live = await rows.where('retired', '=', false).where(sql<string>`target[1]`, '=', 'el pan').execute()
    return new Map(live.map(({ id, source }) => [source[0], id]))
  }
  await publish('the bred')
  const known = (await breads()).get('the bred')
  await publish('the bread')
  await publish('the loaf')
  t.equal((await breads()).get('the loaf'), known)

  await publish('the bread', 'the loaf')
  const both = await breads()
  t.equal(both.get('the loaf'), known)
  t.equal(both.size, 2)
  await publish('the bread')
  t.same(await breads(), new Map([['the bread', both.get('the bread')]]), 'who learned it goes on with it')
})
