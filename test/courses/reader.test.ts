import { join } from 'node:path'
import t from 'tap'
import { createReader } from '../../src/courses/reader.ts'
import { smallCourse } from '../support/courses.ts'

const text = JSON.stringify(smallCourse())
const folder = t.testdir({ 'c.json': text, 'large.json': `[${'{},'.repeat(1_000_000)}{}]` })
const task = (name: string) => ({ path: join(folder, name), options: {} })
const never = new AbortController().signal

t.test('a course is read beside the server, and what takes too much of it fails alone', async (t) => {
  const reader = createReader({ time: 60_000, memory: 40 })
  t.teardown(() => reader.close())
  t.match(await reader.read(task('c.json'), never), { format: 'document', course: smallCourse(), report: { words: 8 } })
  await t.rejects(reader.read(task('large.json'), never), { name: 'Unreadable', message: /more memory/ })
  t.match(await reader.read(task('c.json'), never), { course: { slug: 'small-course' } }, 'the next is read as ever')
})

t.test('what takes too long is given up, and so is what nobody waits for', async (t) => {
  const reader = createReader({ time: 1, memory: 200 })
  t.teardown(() => reader.close())
  await t.rejects(reader.read(task('large.json'), never), { name: 'Unreadable', message: /more than 0.001 s/ })
  const left = new AbortController()
  const reading = reader.read(task('large.json'), left.signal)
  left.abort(new Error('the server leaves'))
  await t.rejects(reading, { message: 'the server leaves' })
})
