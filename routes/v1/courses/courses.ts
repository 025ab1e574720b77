import { hash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { findCourseTree, findSkillPage, listCourses } from '../../../src/courses/queries.ts'
import { CourseSlug, CourseSummary, CourseTree, SkillPage, SkillSlug } from '../../../src/courses/schemas.ts'
import { isFresh } from '../../../src/http/cache.ts'
import { decodeCursor, Page, pageOf, pageQuery } from '../../../src/http/page.ts'
import { NotFound, problems } from '../../../src/http/problem.ts'
import { NotModified } from '../../../src/http/schema.ts'

const LanguageTag = Type.String({ minLength: 2, maxLength: 35, examples: ['es'] })

const courses: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'listCourses',
        summary: 'Courses, in order of their slugs',
        querystring: Type.Object({
          target: Type.Optional({ ...LanguageTag, description: 'Only courses that teach this language' }),
          source: Type.Optional({ ...LanguageTag, description: 'Only courses for speakers of this language' }),
          ...pageQuery
        }),
        response: { 200: Page(CourseSummary), 304: NotModified }
      }
    },
    async (request, reply) => {
      const { cursor, limit, ...filter } = request.query
      const rows = await listCourses(app.db, filter, decodeCursor(cursor), limit)
      const revision = hash('sha1', rows.map((course) => course.revision).join(), 'base64url')
      if (isFresh(request, reply, revision)) return reply.code(304).send(null)
      return pageOf(rows, limit, (course) => course.slug)
    }
  )

  app.get(
    '/:course',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'getCourse',
        summary: 'One course with its units and skills',
        params: Type.Object({ course: CourseSlug }),
        response: { 200: CourseTree, 304: NotModified, ...problems(404) }
      }
    },
    async (request, reply) => {
      const course = await findCourseTree(app.db, request.params.course)
      if (!course) throw new NotFound(`No course ${request.params.course}`)
      return isFresh(request, reply, course.revision) ? reply.code(304).send(null) : course
    }
  )

  app.get(
    '/:course/skills/:skill',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'getSkill',
        summary: "One skill's introduction, words and dictionary",
        params: Type.Object({ course: CourseSlug, skill: SkillSlug }),
        response: { 200: SkillPage, 304: NotModified, ...problems(404) }
      }
    },
    async (request, reply) => {
      const skill = await findSkillPage(app.db, request.params.course, request.params.skill)
      if (!skill) throw new NotFound(`No skill ${request.params.skill} in the course ${request.params.course}`)
      return isFresh(request, reply, skill.revision) ? reply.code(304).send(null) : skill
    }
  )
}
export default courses
