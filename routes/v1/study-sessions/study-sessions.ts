import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { NotFound, problems } from '../../../src/http/problem.ts'
import { Closed, NoBody, Uuid } from '../../../src/http/schema.ts'
import { answerExercise } from '../../../src/learning/answering.ts'
import { completeStudySession } from '../../../src/learning/completion.ts'
import { Answer, DurationMs } from '../../../src/learning/exercises/answer.ts'
import { findStudySession } from '../../../src/learning/session-queries.ts'
import { startStudySession } from '../../../src/learning/start.ts'
import { NewStudySession, StudySession, Summary } from '../../../src/learning/study-session.ts'
import { Verdict } from '../../../src/learning/verdict.ts'

const params = Type.Object({ id: Uuid() })

const studySessions: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '',
    {
      schema: {
        operationId: 'startStudySession',
        summary: 'Start a study session: exercises without their answers',
        description: 'The same id again gives the session that it named first (200), so that a retry is safe.',
        body: NewStudySession,
        response: { 200: StudySession, 201: StudySession, ...problems(404, 409, 422) }
      }
    },
    async (request, reply) => {
      const { session, created } = await startStudySession(
        app.db,
        request.user.sub,
        request.body,
        request.now,
        request.deadline
      )
      return reply
        .code(created ? 201 : 200)
        .header('location', `/v1/study-sessions/${session.id}`)
        .send(session)
    }
  )

  app.get(
    '/:id',
    {
      schema: {
        operationId: 'getStudySession',
        summary: 'A study session of mine, as far as it has come',
        params,
        response: { 200: StudySession, ...problems(404) }
      }
    },
    async (request, reply) => {
      const session = await findStudySession(app.db, request.user.sub, request.params.id)
      if (!session) throw new NotFound(`You have no study session ${request.params.id}`)
      return reply.send(session)
    }
  )

  app.put(
    '/:id/answers/:exercise',
    {
      schema: {
        operationId: 'answerExercise',
        summary: 'Answer an exercise and get the verdict',
        description: 'The same answer again gives the same verdict and changes nothing; another is refused (409).',
        params: Type.Object({ ...params.properties, exercise: Type.Integer({ minimum: 1, maximum: 100 }) }),
        body: Closed({ answer: Answer, durationMs: Type.Optional(DurationMs) }),
        response: { 200: Verdict, ...problems(404, 409, 422) }
      }
    },
    async (request, reply) => {
      const { id, exercise } = request.params
      const { verdict } = await answerExercise(app.db, request.user.sub, id, exercise, request.body, request.now)
      return reply.send(verdict)
    }
  )

  app.post(
    '/:id/complete',
    {
      schema: {
        operationId: 'completeStudySession',
        summary: 'Complete a study session once everything in it is answered',
        description: 'Earns its XP once; again, it gives the same summary.',
        params,
        body: NoBody,
        response: { 200: Summary, ...problems(404, 409) }
      }
    },
    async (request, reply) => {
      const { id } = request.params
      const { now, deadline: signal } = request
      const summary = await completeStudySession(app.db, request.user.sub, id, now, { signal })
      return reply.send(summary)
    }
  )
}
export default studySessions
