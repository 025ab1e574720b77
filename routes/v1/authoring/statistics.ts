import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { requireAuthor } from '../../../src/authoring/collaborators.ts'
import { courseId } from '../../../src/courses/identity.ts'
import { CourseSlug } from '../../../src/courses/schemas.ts'
import { decodeCursor, Page, pageOf, pageQuery } from '../../../src/http/page.ts'
import { problems } from '../../../src/http/problem.ts'
import { isUuid } from '../../../src/http/schema.ts'
import { type ItemPlace, ItemStatistics, listItemStatistics } from '../../../src/learning/statistics/items.ts'

const statistics: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/courses/:course/statistics',
    {
      config: { access: 'author' },
      schema: {
        operationId: 'listItemStatistics',
        summary: 'How learners do with the items of a course, those most often wrong first',
        description: 'Of items that were answered, by all learners; the latest answers come in within seconds.',
        params: Type.Object({ course: CourseSlug }),
        querystring: Type.Object(pageQuery),
        response: { 200: Page(ItemStatistics), ...problems(404) }
      }
    },
    async (request) => {
      const { course } = request.params
      const { cursor, limit } = request.query
      await requireAuthor(app.db, request.user, course)
      const key = decodeCursor(cursor, (key) => placeOf(key) !== undefined)
      const rows = await listItemStatistics(
        app.db,
        courseId(course),
        key === undefined ? undefined : placeOf(key),
        limit
      )
      return pageOf(rows, limit, ({ wrong, item }) => `${wrong} ${item}`)
    }
  )
}
export default statistics

/** The place that a cursor's key stands for, if it stands for one. */
function placeOf(key: string): ItemPlace | undefined {
  const [wrong = '', item = '', ...more] = key.split(' ')
  return /^\d{1,9}$/.test(wrong) && isUuid(item) && more.length === 0 ? { wrong: Number(wrong), item } : undefined
}
