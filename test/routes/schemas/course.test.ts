import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import t from 'tap'
import { callerOf, sharedApp } from '../../helper.ts'
import { smallCourse, withSkill } from '../../support/courses.ts'

const call = callerOf(await sharedApp())

t.test('the schema tells course files from others', async (t) => {
  const reply = await call('GET', '/schemas/course.json')
  t.equal(reply.statusCode, 200)
  t.match(reply.headers['content-type'], /^application\/schema\+json/)
  const ajv = addFormats.default(new Ajv2020({ strictTypes: 'log', allowUnionTypes: true }))
  const isCourse = ajv.compile(reply.json())
  t.ok(isCourse(smallCourse()), 'one in which nothing is left out')

  const language = { code: 'es', name: 'Spanish' }
  const item = { kind: 'word', target: ['el gato'], source: ['the cat'] }
  const unit = { slug: 'basics', name: 'Basics', skills: [{ slug: 'animals', name: 'Animals', items: [item] }] }
  const least = { slug: 'spanish-from-english', target: language, source: language, units: [unit] }
  t.ok(isCourse(least), ajv.errorsText(isCourse.errors))
  const patterned = { ...item, patterns: { target: ['(el|un) gato'] }, audio: null }
  t.ok(isCourse({ ...least, units: [{ ...unit, skills: [{ ...unit.skills[0], items: [patterned] }] }] }))

  const { slug: _, ...nameless } = least
  const wrong = [
    nameless,
    { ...least, titel: 'Spanish' },
    { ...least, accents: 'maybe' },
    withSkill(smallCourse(), 'animals', (skill) => ({ ...skill, items: [{ ...skill.items[0]!, target: [] }] })),
    withSkill(smallCourse(), 'animals', (skill) => ({ ...skill, items: [{ ...skill.items[0]!, id: 'one' }] })),
    { ...least, units: [{ ...unit, skills: [{ ...unit.skills[0], items: [{ kind: 'word', target: ['a'] }] }] }] },
    [],
    null
  ]
  for (const value of wrong) t.notOk(isCourse(value), JSON.stringify(value))
})

t.test('the schema is not sent again to whom has it', async (t) => {
  const { headers } = await call('GET', '/schemas/course.json')
  const again = await call('GET', '/schemas/course.json', undefined, { 'if-none-match': headers.etag as string })
  t.match(again, { statusCode: 304, body: '' })
})
