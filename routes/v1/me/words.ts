import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { invalidToken } from '../../../src/accounts/tokens.ts'
import { findCourseId } from '../../../src/courses/queries.ts'
import { CourseSlug } from '../../../src/courses/schemas.ts'
import { decodeCursor, Page, pageOf, pageQuery } from '../../../src/http/page.ts'
import { NotFound, problems } from '../../../src/http/problem.ts'
import { isUuid } from '../../../src/http/schema.ts'
import { findLearner } from '../../../src/learning/cards/learner.ts'
import { listWords, MetWord, type WordKey, WordSort } from '../../../src/learning/cards/words.ts'
import { localDay } from '../../../src/learning/days.ts'

const words: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/words',
    {
      schema: {
        operationId: 'listWords',
        summary: 'What I have met of a course, and how well I know it',
        description: 'Pages of one order are those of the day on which the first of them was asked for.',
        querystring: Type.Object({ course: CourseSlug, sort: WordSort, ...pageQuery }),
        response: { 200: Page(MetWord), ...problems(404) }
      }
    },
    async (request) => {
      const { course, sort, cursor, limit } = request.query
      const after = readKey(decodeCursor(cursor, (key) => readKey(key)?.sort === sort))
      const learner = await findLearner(app.db, request.user.sub)
      if (!learner) throw invalidToken()
      const courseId = await findCourseId(app.db, course)
      if (!courseId) throw new NotFound(`No course ${course}`)
      const day = localDay(request.now, learner.timeZone, learner.dayStartHour)
      const rows = await listWords(app.db, request.user.sub, courseId, { sort, day, ...after }, limit, learner)
      const { items, nextCursor } = pageOf(rows, limit, ({ key }) => [key.sort, key.day, key.key, key.item].join(' '))
      return { items: items.map(({ word }) => word), nextCursor }
    }
  )
}
export default words

/** What a cursor says, if it is one of this collection's. */
function readKey(text: string | undefined): WordKey | undefined {
  const [sort, day, key, item, ...more] = text?.split(' ') ?? []
  if (sort === undefined || day === undefined || !key || !item || more.length > 0) return undefined
  const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))
  return isDay && Number.isFinite(Number(key)) && isUuid(item)
    ? { sort: sort as WordKey['sort'], day, key, item }
    : undefined
}
