import t from 'tap'
import { readLibreLingo } from '../../src/courses/librelingo/read-course.ts'
import { findCourseTree } from '../../src/courses/queries.ts'
import { storeCourse } from '../../src/courses/store.ts'
import { gradeAnswer } from '../../src/learning/exercises/grade.ts'
import { enrolledLearner, sampleCourse, testApp } from '../helper.ts'
import { rightAnswer, startedSession } from '../support/study.ts'

// What the courses hold, of which the pairs that a skill gives twice are joined.
const samples = [
  { name: 'spanish-from-english', skills: 13, words: 82, phrases: 112 },
  { name: 'basque-from-english', skills: 144, words: 1125, phrases: 2255 },
  { name: 'kabyle-from-french', skills: 14, words: 95, phrases: 133 },
  { name: 'ladino-from-english', skills: 200, words: 0, phrases: 446 },
  { name: 'rusyn-from-serbian', skills: 8, words: 53, phrases: 108 }
]

const app = await testApp(t)
const learner = await enrolledLearner(app)

for (const { name, ...counts } of samples) {
  const { folder, skip } = sampleCourse(name)
  t.test(`${name} is imported, and its exercises take the answers that they should`, { skip }, async (t) => {
    const start = performance.now()
    const { course } = await readLibreLingo(folder)
    t.match(await storeCourse(app.db, course!), { slug: name, changed: true, retired: 0 })
    t.comment(`imported in ${Math.round(performance.now() - start)} ms`)
    t.match(await storeCourse(app.db, course!), { changed: false, written: 0, retired: 0 })
    const tree = await findCourseTree(app.db, name)
    t.match(tree, counts)

    await learner.call('PUT', `/v1/me/enrollments/${name}`)
    const skills = tree!.units.flatMap((unit) => unit.skills).filter(({ words, phrases }) => words + phrases > 0)
    const misjudged: object[] = []
    for (const { slug: skill } of skills) {
      const { exercises } = await startedSession(app, learner.user.id, { course: name, skill, size: 12 })
      if (exercises.length === 0) misjudged.push({ skill, exercises })
      for (const { key } of exercises) {
        const { verdict, diff } = gradeAnswer(key, rightAnswer(key))
        if (verdict !== 'correct') misjudged.push({ skill, key, verdict, diff })
      }
    }
    t.same(misjudged, [])
  })
}
