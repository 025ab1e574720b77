import t from 'tap'
import { v5 as uuidv5 } from 'uuid'
import { storeCourse } from '../../../src/courses/store.ts'
import type { Exercise, ExerciseKey } from '../../../src/learning/exercises/schemas.ts'
import type { StudySession } from '../../../src/learning/study-session.ts'
import { enrolledLearner, sharedApp } from '../../helper.ts'
import { smallCourse } from '../../support/courses.ts'
import { lesson, rightAnswer, storedExercises, wrongAnswer } from '../../support/study.ts'

const app = await sharedApp()
const spoken = smallCourse('spoken')
for (const { items } of spoken.units.flatMap(({ skills }) => skills)) {
  for (const [place, item] of items.entries()) item.audio = `audio/${item.id}-${place}.mp3`
}
await storeCourse(app.db, spoken)

/** An exercise as it was delivered, and what the server keeps of it. */
type Delivered = { exercise: Exercise; key: ExerciseKey }

/** Every exercise of a learner's lessons, of practice, and of the reviews that fall due days later. */
const delivered: Delivered[] = []

t.test('no reply has a field of a key', async (t) => {
  const learner = await enrolledLearner(app)
  await learner.call('PUT', '/v1/me/enrollments/spoken')
  const skills = ['greetings', 'food', 'home', 'verbs'].map((skill) => ({ course: lesson.course, skill }))
  const places = [...skills, ...['animals', 'food'].map((skill) => ({ course: 'spoken', skill }))]
  for (const [day, kind] of (['lesson', 'lesson', 'practice', 'review'] as const).entries()) {
    const clock = { 'x-parlance-now': `2026-03-0${1 + 2 * day}T12:00:00Z` }
    for (const { course, skill } of places) {
      // Sessions follow from their ids, so that these are the same in every run.
      const id = uuidv5(`${course} ${skill} ${day}`, '5b0e7a0c-0a4e-4d0e-8c55-0d9a8a5e6a11')
      const wanted = { id, course, kind, size: 30, ...(kind !== 'review' && { skill }) }
      const started = await learner.call('POST', '/v1/study-sessions', wanted, clock)
      if (started.statusCode !== 201) throw new Error(started.body)
      const got = await learner.call('GET', `/v1/study-sessions/${id}`)
      for (const { body } of [started, got]) {
        t.notMatch(body, /"(key|pairs|accepted|typed|lookalikes|itemIds|item_ids|answer)":|"right":"/)
      }
      const stored = await storedExercises(app.db, id)
      const { exercises } = got.json<StudySession>()
      delivered.push(...exercises.map((exercise, i) => ({ exercise, key: stored[i]!.key })))
      for (const { number, key } of stored) {
        const answer = number % 3 === 0 ? wrongAnswer(key) : rightAnswer(key)
        await learner.call('PUT', `/v1/study-sessions/${id}/answers/${number}`, { answer }, clock)
      }
    }
  }
})

const ofKind = <Kind extends Exercise['kind']>(kind: Kind) =>
  delivered.filter(({ exercise }) => exercise.kind === kind) as {
    exercise: Extract<Exercise, { kind: Kind }>
    key: Extract<ExerciseKey, { kind: Kind }>
  }[]

/** Whether the words of an answer stand in a text, one after another. */
const tells = (text: string, answer: string) => words(text).includes(words(answer))
const words = (text: string) =>
  ` ${(
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  ).join(' ')} `

/** Every text of an exercise. */
const textsOf = (exercise: object): string[] =>
  Object.values(exercise).flatMap((value) => (typeof value === 'string' ? [value] : value ? textsOf(value) : []))

for (const kind of ['type', 'listen', 'fill', 'arrange'] as const) {
  t.test(`no text of an exercise of the kind ${kind} is an answer to it, or holds one`, async (t) => {
    const exercises = ofKind(kind)
    t.ok(exercises.length >= 10, `${exercises.length} of them`)
    for (const { exercise, key } of exercises) {
      // Among what is to be picked or put in order, the answer has to be.
      const shown = { ...exercise, options: null, tiles: null }
      const told = textsOf(shown).flatMap((text) => key.typed.accepted.filter((answer) => tells(text, answer)))
      t.same(told, [], JSON.stringify(exercise))
    }
  })
}

t.test('nor does the place of the right one among others tell it', async (t) => {
  const chosen = ofKind('choose').map(({ exercise: { options }, key }) => ({
    place: options.findIndex(({ id }) => id === key.right),
    of: options.length
  }))
  const filled = ofKind('fill').flatMap(({ exercise: { options }, key }) =>
    options ? [{ place: options.indexOf(key.typed.accepted[0]!), of: options.length }] : []
  )
  for (const [name, places] of Object.entries({ chosen, filled })) {
    for (const [of, group] of Map.groupBy(places, ({ of }) => of)) {
      if (group.length < 20) continue
      const counts = Array.from({ length: of }, (_, place) => group.filter((one) => one.place === place).length)
      t.equal(
        counts.reduce((sum, count) => sum + count),
        group.length
      )
      for (const count of counts) t.ok(Math.abs(count / group.length - 1 / of) < 0.2, `${name}: ${counts}`)
    }
  }
})

t.test('pairs and tiles stand in no order that tells which belong together', async (t) => {
  const rank = (ids: string[], id: string) => ids.indexOf(id)
  const aligned = ofKind('match').map(({ exercise: { left, right }, key }) => {
    const [lefts, rights] = [left.map(({ id }) => id), right.map(({ id }) => id)]
    return key.pairs.filter((pair) => rank(lefts, pair.left.id) === rank(rights, pair.right.id)).length / left.length
  })
  t.ok(aligned.length >= 8)
  const mean = aligned.reduce((sum, share) => sum + share, 0) / aligned.length
  t.ok(mean < 0.4, `of the pairs ${mean} stand side by side`)
  const solved = ofKind('arrange').filter(({ exercise, key }) => {
    const [first, second] = (rightAnswer(key) as string[]).map((id) =>
      exercise.tiles.findIndex((tile) => tile.id === id)
    )
    return second === first! + 1
  })
  t.ok(solved.length < ofKind('arrange').length / 2, `${solved.length} of ${ofKind('arrange').length}`)
})
