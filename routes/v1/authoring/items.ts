import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { requireAuthor } from '../../../src/authoring/collaborators.ts'
import { changeDraft } from '../../../src/authoring/drafts.ts'
import { editBy } from '../../../src/authoring/edit-by.ts'
import { changeItem, ItemChange, removeItem } from '../../../src/authoring/item-change.ts'
import { itemsOf } from '../../../src/authoring/placed-items.ts'
import { Item } from '../../../src/courses/document.ts'
import { CourseSlug } from '../../../src/courses/schemas.ts'
import { transaction } from '../../../src/database/transaction.ts'
import { ifMatch, tag } from '../../../src/http/preconditions.ts'
import { problems } from '../../../src/http/problem.ts'
import { NoContent, Uuid } from '../../../src/http/schema.ts'

const access = 'author'
const params = Type.Object({ course: CourseSlug, item: Uuid() })

const items: FastifyPluginAsyncTypebox = async (app) => {
  app.patch(
    '/courses/:course/items/:item',
    {
      config: { access },
      schema: {
        operationId: 'changeItem',
        summary: 'Change one word or phrase in the draft',
        description: 'It stays the item that learners know, whatever is changed of it.',
        params: params,
        headers: ifMatch,
        body: ItemChange,
        response: { 200: Item, ...problems(404, 409, 412, 428) }
      }
    },
    async (request, reply) => {
      const { course: slug, item } = request.params
      const id = item.toLowerCase()
      await requireAuthor(app.db, request.user, slug)
      const { course, workspace } = await transaction(
        app.db,
        (trx) => changeDraft(trx, slug, (course) => changeItem(course, id, request.body), editBy(request)),
        request.deadline
      )
      tag(reply, workspace.state)
      return itemsOf(course).get(id)!.item
    }
  )

  app.delete(
    '/courses/:course/items/:item',
    {
      config: { access },
      schema: {
        operationId: 'removeItem',
        summary: 'Take one word or phrase out of the draft',
        description: 'What learners have of it is kept.',
        params: params,
        headers: ifMatch,
        response: { 204: NoContent, ...problems(404, 412, 428) }
      }
    },
    async (request, reply) => {
      const { course: slug, item } = request.params
      await requireAuthor(app.db, request.user, slug)
      const { workspace } = await transaction(
        app.db,
        (trx) => changeDraft(trx, slug, (course) => removeItem(course, item.toLowerCase()), editBy(request)),
        request.deadline
      )
      tag(reply, workspace.state)
      return reply.code(204).send(null)
    }
  )
}
export default items
