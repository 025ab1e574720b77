import t from 'tap'
import { importCourse, sampleCourse, signUp, testApp } from './helper.ts'

/** Skills, words and phrases; entries of one skill with the same main forms are one. */
const samples: Record<string, [number, number, number]> = {
  'spanish-from-english': [13, 82, 112],
  'kabyle-from-french': [14, 95, 133],
  'rusyn-from-serbian': [8, 53, 108],
  'ladino-from-english': [200, 0, 446],
  'basque-from-english': [144, 1125, 2255]
}

for (const [slug, [skills, words, phrases]] of Object.entries(samples)) {
  const { folder, skip } = sampleCourse(slug)
  t.test(`${slug} is stored, changes nothing when it is stored again, and gives a lesson`, { skip }, async (t) => {
    const app = await testApp(t)
    t.match(await importCourse(app, folder), { slug, changed: true, retired: 0 })
    t.match(await importCourse(app, folder), { slug, changed: false, written: 0 })

    const { call } = await signUp(app)
    const course = (await call('GET', `/v1/courses/${slug}`)).json()
    t.match(course, { skills, words, phrases })
    await call('PUT', `/v1/me/enrollments/${slug}`)
    const skill = course.units
      .flatMap((unit: { skills: { slug: string; words: number; phrases: number }[] }) => unit.skills)
      .find((skill: { words: number; phrases: number }) => skill.words + skill.phrases > 4)
    const session = await call('POST', '/v1/study-sessions', { course: slug, kind: 'lesson', skill: skill.slug })
    t.equal(session.statusCode, 201)
    t.ok(session.json().exercises.length >= 5)
  })
}
