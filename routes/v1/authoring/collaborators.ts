import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import {
  addCollaborator,
  Collaborator,
  listCollaborators,
  removeCollaborator,
  requireAuthor
} from '../../../src/authoring/collaborators.ts'
import { CourseSlug } from '../../../src/courses/schemas.ts'
import { problems } from '../../../src/http/problem.ts'
import { NoBody, NoContent, Uuid } from '../../../src/http/schema.ts'

const access = 'author'
const params = Type.Object({ course: CourseSlug, user: Uuid() })

const collaborators: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/courses/:course/collaborators',
    {
      config: { access },
      schema: {
        operationId: 'listCollaborators',
        summary: 'Those who work on a course, at most 100',
        params: Type.Object({ course: CourseSlug }),
        response: { 200: Type.Object({ items: Type.Array(Collaborator) }), ...problems(404) }
      }
    },
    async (request) => {
      const { course } = request.params
      await requireAuthor(app.db, request.user, course)
      return { items: await listCollaborators(app.db, course) }
    }
  )

  app.put(
    '/courses/:course/collaborators/:user',
    {
      config: { access },
      schema: {
        operationId: 'addCollaborator',
        summary: 'Let an author work on a course',
        params,
        body: NoBody,
        response: { 204: NoContent, ...problems(404) }
      }
    },
    async (request, reply) => {
      const { course, user } = request.params
      await requireAuthor(app.db, request.user, course)
      await addCollaborator(app.db, course, user, Temporal.Now.instant())
      return reply.code(204).send(null)
    }
  )

  app.delete(
    '/courses/:course/collaborators/:user',
    {
      config: { access },
      schema: {
        operationId: 'removeCollaborator',
        summary: 'End an author’s work on a course',
        params,
        response: { 204: NoContent, ...problems(404) }
      }
    },
    async (request, reply) => {
      const { course, user } = request.params
      await requireAuthor(app.db, request.user, course)
      await removeCollaborator(app.db, course, user)
      return reply.code(204).send(null)
    }
  )
}
export default collaborators
