import t from 'tap'
import type { Item } from '../../src/courses/document.ts'
import { formsOf } from '../../src/courses/forms-of.ts'
import { patternFaults } from '../../src/courses/pattern-faults.ts'
import { storeCourse } from '../../src/courses/store.ts'
import { answerExercise } from '../../src/learning/answering.ts'
import { item, smallCourse, withSkill } from '../support/courses.ts'
import { newLearner } from '../support/learner.ts'
import { pooledDatabase } from '../support/pooled-database.ts'
import { startedSession } from '../support/study.ts'

const { db } = await pooledDatabase(t)

const cat = (target: string[], source: string[] = []): Item => ({
  ...item('patterns', 'animals', ['el gato', 'el minino'], ['the cat']),
  patterns: { target, source }
})
const hundred = '(a|b|c|d|e|f|g|h|i|j)(0|1|2|3|4|5|6|7|8|9)'

t.test('an item has the forms written out, then those of its patterns, each once', async (t) => {
  const forms = formsOf(cat(['(el|un) gato', '[ese|este] gato'], ['[the] cat']), 'target')
  t.same(forms, ['el gato', 'el minino', 'un gato', 'gato', 'ese gato', 'este gato'])
  t.same(formsOf(cat([]), 'source'), ['the cat'])
  t.equal(formsOf(cat([hundred, `${hundred}!`]), 'target').length, 200, 'no more than are judged by')
})

t.test('patterns that cannot be stored are told, each with its mend; the others are as good as before', async (t) => {
  t.same(patternFaults(cat(['(el|un) gato'], ['[the] cat'])), [])
  t.match(patternFaults(cat(['(el|un gato', 'gato'], ['a|b', '[a]'.repeat(7)])), [
    { side: 'target', index: 0, code: 'bad-pattern', message: /^In “\(el\|un gato”: At character 1: .*never closed/ },
    { side: 'source', index: 0, code: 'bad-pattern', message: /outside brackets/ },
    { side: 'source', index: 1, code: 'large-pattern', message: /128 answers/ }
  ])
  t.match(patternFaults(cat([hundred, `${hundred}!`, 'el gato'])), [
    { side: 'target', index: 1, code: 'large-pattern', message: /202 forms, and 200 are the most/ }
  ])
})

t.test('a typed answer is right by a pattern, in either direction', async (t) => {
  const course = withSkill(smallCourse('patterns'), 'animals', (skill) => ({
    ...skill,
    items: skill.items.map((item) => ({
      ...item,
      patterns: { target: [`(oh|ay), [pues] ${item.target[0]}`], source: [`[well|so], look: ${item.source[0]}`] }
    }))
  }))
  await storeCourse(db, course)
  const mainForms = course.units[0]!.skills[0]!.items.map(({ target }) => target[0]!.replace(/[{}]/g, ''))
  const answered = new Set<string>()
  // What a session asks, and in which direction, is drawn anew for each.
  for (let sessions = 0; answered.size < 2 && sessions < 20; sessions++) {
    const user = await newLearner(db, { courses: ['patterns'] })
    const { session, exercises } = await startedSession(db, user.id, { course: 'patterns', skill: 'animals', size: 30 })
    for (const { number, key } of exercises) {
      if (key.kind !== 'type') continue
      const main = key.typed.accepted[0]!
      const side = mainForms.includes(main) ? 'target' : 'source'
      const answer = side === 'target' ? `ay, pues ${main}` : `so, look: ${main}`
      const { verdict } = await answerExercise(db, user.id, session.id, number, { answer }, Temporal.Now.instant())
      t.match(verdict, { verdict: 'correct' }, answer)
      answered.add(side)
    }
  }
  t.same([...answered].sort(), ['source', 'target'])
})
