import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { acceptGroup, declineGroup } from '../../../src/answer-reports/decide.ts'
import { type GroupPlace, listGroups } from '../../../src/answer-reports/groups.ts'
import { AnswerGroup, ReportState } from '../../../src/answer-reports/schemas.ts'
import { requireAuthor } from '../../../src/authoring/collaborators.ts'
import { courseId } from '../../../src/courses/identity.ts'
import { CourseSlug } from '../../../src/courses/schemas.ts'
import { decodeCursor, Page, pageOf, pageQuery } from '../../../src/http/page.ts'
import { problems } from '../../../src/http/problem.ts'
import { Closed, isUuid, NoBody, Uuid } from '../../../src/http/schema.ts'

const access = 'author'
const ofCourse = Type.Object({ course: CourseSlug })
const ofGroup = Type.Object({ ...ofCourse.properties, group: Uuid() })

const answerReports: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/courses/:course/answer-reports',
    {
      config: { access },
      schema: {
        operationId: 'listAnswerGroups',
        summary: 'Answers that learners of a course want accepted, what most of them report first',
        description: 'Answers to one item in one direction that differ in case and punctuation only are one.',
        params: ofCourse,
        querystring: Type.Object({ state: { ...ReportState, default: 'open' }, ...pageQuery }),
        response: { 200: Page(AnswerGroup), ...problems(404) }
      }
    },
    async (request) => {
      const { course } = request.params
      const { state, cursor, limit } = request.query
      await requireAuthor(app.db, request.user, course)
      const after = readPlace(decodeCursor(cursor, isPlace))
      const rows = await listGroups(app.db, courseId(course), state, after, limit)
      return pageOf(rows, limit, ({ learners, id }) => `${learners}:${id}`)
    }
  )

  app.post(
    '/courses/:course/answer-reports/:group/accept',
    {
      config: { access },
      schema: {
        operationId: 'acceptAnswer',
        summary: 'Accept an answer: a new revision has it, and past attempts are judged again',
        description:
          'The published course gets it as a further form of its item, and so does the draft, if there is one. Within ' +
          'seconds the verdicts of all learners who gave this answer turn right, with their XP and progress, and they ' +
          'are told. Study sessions that are open end by the answers that they started with. Again it changes nothing.',
        params: ofGroup,
        body: Closed(
          {
            form: Type.Optional(
              Type.String({
                minLength: 1,
                maxLength: 400,
                description:
                  'How the course should write it, where not as the learner did; words and accents are the same',
                examples: ['il micio']
              })
            )
          },
          { title: 'Acceptance' }
        ),
        response: { 200: AnswerGroup, ...problems(404, 409, 422) }
      }
    },
    async (request, reply) => {
      const { course, group: groupId } = request.params
      await requireAuthor(app.db, request.user, course)
      const decision = { course, groupId, user: request.user, now: Temporal.Now.instant(), form: request.body.form }
      return reply.send(await acceptGroup(app.db, decision, request.deadline))
    }
  )

  app.post(
    '/courses/:course/answer-reports/:group/decline',
    {
      config: { access },
      schema: {
        operationId: 'declineAnswer',
        summary: 'Decline an answer; again changes nothing',
        description: 'It is open again once another learner reports it.',
        params: ofGroup,
        body: NoBody,
        response: { 200: AnswerGroup, ...problems(404, 409) }
      }
    },
    async (request, reply) => {
      const { course, group: groupId } = request.params
      await requireAuthor(app.db, request.user, course)
      const decision = { course, groupId, user: request.user, now: Temporal.Now.instant() }
      return reply.send(await declineGroup(app.db, decision, request.deadline))
    }
  )
}
export default answerReports

const isPlace = (key: string): boolean => {
  const [learners = '', id = ''] = key.split(':')
  return /^[1-9]\d{0,8}$/.test(learners) && isUuid(id) && key === `${learners}:${id}`
}

function readPlace(key: string | undefined): GroupPlace | undefined {
  if (key === undefined) return undefined
  const [learners, id] = key.split(':') as [string, string]
  return { learners: Number(learners), id }
}
