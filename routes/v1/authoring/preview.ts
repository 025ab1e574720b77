import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { noCourse, requireAuthor } from '../../../src/authoring/collaborators.ts'
import { unpack } from '../../../src/authoring/documents.ts'
import { Preview, previewOf, Validation, validate } from '../../../src/authoring/preview.ts'
import { findRevision, findWorkspace, RevisionName, revisionOf } from '../../../src/authoring/revisions.ts'
import { CourseSlug } from '../../../src/courses/schemas.ts'
import { tag } from '../../../src/http/preconditions.ts'
import { NotFound, problems } from '../../../src/http/problem.ts'
import { NoBody } from '../../../src/http/schema.ts'

const access = 'author'
const params = Type.Object({ course: CourseSlug })

const preview: FastifyPluginAsyncTypebox = async (app) => {
  const documentOf = async (slug: string, which: string) => {
    const revision = await findRevision(app.db, slug, revisionOf(which))
    return revision && unpack(revision.document)
  }

  app.post(
    '/courses/:course/validate',
    {
      config: { access },
      schema: {
        operationId: 'validateDraft',
        summary: 'The faults of the draft, and what publishing it would change',
        params,
        body: NoBody,
        response: { 200: Validation, ...problems(404) }
      }
    },
    async (request, reply) => {
      const { course: slug } = request.params
      await requireAuthor(app.db, request.user, slug)
      const { draft, state } = await findWorkspace(app.db, slug)
      const before = await documentOf(slug, 'published')
      const after = draft ? await documentOf(slug, 'draft') : before
      if (!after) throw noCourse(slug)
      tag(reply, state)
      return reply.send(await validate(app.db, before, after))
    }
  )

  app.get(
    '/courses/:course/diff',
    {
      config: { access },
      schema: {
        operationId: 'diffRevisions',
        summary: 'What changes from one revision of a course to another',
        description: 'From what is published to the draft, unless told otherwise.',
        params,
        querystring: Type.Object({
          from: Type.Optional(RevisionName),
          to: Type.Optional(RevisionName)
        }),
        response: { 200: Preview, ...problems(404) }
      }
    },
    async (request) => {
      const { course: slug } = request.params
      const { from = 'published', to } = request.query
      await requireAuthor(app.db, request.user, slug)
      const [before, after] = [
        await documentOf(slug, from),
        to === undefined
          ? ((await documentOf(slug, 'draft')) ?? (await documentOf(slug, 'published')))
          : await documentOf(slug, to)
      ]
      if (!after || (!before && from !== 'published')) throw new NotFound(`The course ${slug} has no such revision`)
      return previewOf(app.db, before, after)
    }
  )
}
export default preview
