import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { requireAuthor } from '../../../src/authoring/collaborators.ts'
import { Renames } from '../../../src/authoring/difference.ts'
import { editBy } from '../../../src/authoring/edit-by.ts'
import { publishDraft, restoreRevision } from '../../../src/authoring/publish.ts'
import { findWorkspace, RevisionNumber } from '../../../src/authoring/revisions.ts'
import { CourseSlug } from '../../../src/courses/schemas.ts'
import { transaction } from '../../../src/database/transaction.ts'
import { ifMatch, tag } from '../../../src/http/preconditions.ts'
import { problems } from '../../../src/http/problem.ts'
import { Closed } from '../../../src/http/schema.ts'

const access = 'author'
const params = Type.Object({ course: CourseSlug })

const publish: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/courses/:course/publish',
    {
      config: { access },
      schema: {
        operationId: 'publishCourse',
        summary: 'Publish the draft, or an earlier revision again',
        description:
          'Learners get it at once; who is within a study session finishes what they began. Progress stays with the items: ' +
          'those that were corrected or moved keep their ids as `renames` says, by default as the difference proposes.',
        params,
        headers: ifMatch,
        body: Closed(
          {
            revision: Type.Optional({
              ...RevisionNumber,
              description: 'An earlier one to go back to, instead of the draft'
            }),
            renames: Type.Optional(Renames),
            note: Type.Optional(Type.String({ minLength: 1, maxLength: 500, examples: ['Corrects the animals'] }))
          },
          { title: 'Publishing' }
        ),
        response: {
          200: Type.Object(
            {
              revision: RevisionNumber,
              written: Type.Integer({ description: 'Units, skills and items that are new or changed' }),
              retired: Type.Integer({ description: 'Units, skills and items that have gone' })
            },
            { title: 'Publication' }
          ),
          ...problems(404, 409, 412, 422, 428)
        }
      }
    },
    async (request, reply) => {
      const { course: slug } = request.params
      const { revision, ...how } = request.body
      await requireAuthor(app.db, request.user, slug)
      const edit = { ...how, ...editBy(request) }
      const { number, stored } = await transaction(
        app.db,
        (trx) => (revision === undefined ? publishDraft(trx, slug, edit) : restoreRevision(trx, slug, revision, edit)),
        request.deadline
      )
      tag(reply, (await findWorkspace(app.db, slug)).state)
      return reply.send({ revision: number, written: stored.written, retired: stored.retired })
    }
  )
}
export default publish
