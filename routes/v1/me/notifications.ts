import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { decodeCursor, Page, pageOf, pageQuery } from '../../../src/http/page.ts'
import { NotFound, problems } from '../../../src/http/problem.ts'
import { isUuid, NoBody, NoContent, Uuid } from '../../../src/http/schema.ts'
import { countUnread, listNotifications, markRead, Notification } from '../../../src/notifications/notifications.ts'

const notifications: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/notifications',
    {
      schema: {
        operationId: 'listNotifications',
        summary: 'What I am told of, the latest first',
        querystring: Type.Object(pageQuery),
        response: {
          200: Type.Object({
            ...Page(Notification).properties,
            unread: Type.Integer({ minimum: 0, description: 'Of all; 100 stands for that many or more', examples: [1] })
          })
        }
      }
    },
    async (request) => {
      const { cursor, limit } = request.query
      const { sub } = request.user
      const before = decodeCursor(cursor, isUuid)
      const [rows, unread] = await Promise.all([
        listNotifications(app.db, sub, before, limit),
        countUnread(app.db, sub)
      ])
      return { ...pageOf(rows, limit, ({ id }) => id), unread }
    }
  )

  app.put(
    '/notifications/:notification/read',
    {
      schema: {
        operationId: 'readNotification',
        summary: 'Mark a notification as read; again changes nothing',
        params: Type.Object({ notification: Uuid() }),
        body: NoBody,
        response: { 204: NoContent, ...problems(404) }
      }
    },
    async (request, reply) => {
      const { notification } = request.params
      const known = await markRead(app.db, request.user.sub, notification, Temporal.Now.instant())
      if (!known) throw new NotFound(`You have no notification ${notification}`)
      return reply.code(204).send(null)
    }
  )
}
export default notifications
