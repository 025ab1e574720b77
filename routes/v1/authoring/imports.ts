import multipart from '@fastify/multipart'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { findImport, listImports } from '../../../src/authoring/imports/jobs.ts'
import { Import, ImportForm, ImportSummary, MEGABYTES_50 } from '../../../src/authoring/imports/schemas.ts'
import { queueUpload, removeUpload, storeUpload, type Upload } from '../../../src/authoring/imports/uploads.ts'
import { languageByTag } from '../../../src/courses/languages.ts'
import { readForm } from '../../../src/http/form.ts'
import { decodeCursor, Page, pageOf, pageQuery } from '../../../src/http/page.ts'
import { NotFound, problems } from '../../../src/http/problem.ts'
import { isUuid, Uuid } from '../../../src/http/schema.ts'
import { Invalid } from '../../../src/http/validation.ts'

declare module 'fastify' {
  interface FastifyRequest {
    upload: Upload | undefined
  }
}

const access = 'author'
const params = Type.Object({ import: Uuid() })

const imports: FastifyPluginAsyncTypebox = async (app) => {
  // A form is the only body here.
  app.removeAllContentTypeParsers()
  await app.register(multipart, {
    limits: { files: 1, fields: 10, fieldNameSize: 100, fieldSize: 1_000, fileSize: MEGABYTES_50, headerPairs: 20 }
  })
  app.decorateRequest('upload', undefined)

  app.post(
    '/imports',
    {
      config: { access },
      schema: {
        operationId: 'importCourse',
        summary: 'Import a course as a draft',
        description: 'The file is read after the reply: ask for the import until it is done or has failed.',
        consumes: ['multipart/form-data'],
        body: ImportForm,
        response: {
          202: {
            ...Import,
            headers: { location: { type: 'string', description: 'Where to ask what has come of it' } }
          },
          ...problems(409)
        }
      },
      preValidation: (request) =>
        readForm(request, MEGABYTES_50, async (_field, fileName, bytes) => {
          request.upload = await storeUpload(app.db, request.user.sub, printable(fileName), bytes)
          return ''
        }),
      onResponse: async (request, reply) => {
        if (request.upload && reply.statusCode !== 202) await removeUpload(app.db, request.upload)
      }
    },
    async (request, reply) => {
      const { format, slug, target, source } = request.body
      if (!request.upload) throw new Invalid([{ pointer: '/body/file', message: 'must be a file' }])
      const { userId, id } = request.upload
      await queueUpload(app.db, request.upload, format, {
        ...(slug && { slug }),
        ...(target && { target: languageByTag(target) }),
        ...(source && { source: languageByTag(source) })
      })
      const queued = await findImport(app.db, userId, id)
      app.carryOutImports()
      return reply.code(202).header('location', `/v1/authoring/imports/${id}`).send(queued!)
    }
  )

  app.get(
    '/imports',
    {
      config: { access },
      schema: {
        operationId: 'listImports',
        summary: 'Your imports of the last month, the latest first',
        querystring: Type.Object(pageQuery),
        response: { 200: Page(ImportSummary) }
      }
    },
    async (request) => {
      const { cursor, limit } = request.query
      const rows = await listImports(app.db, request.user.sub, decodeCursor(cursor, isUuid), limit)
      return pageOf(rows, limit, ({ id }) => id)
    }
  )

  app.get(
    '/imports/:import',
    {
      config: { access },
      schema: {
        operationId: 'getImport',
        summary: 'What has come of an import',
        params,
        response: { 200: Import, ...problems(404) }
      }
    },
    async (request, reply) => {
      const { import: id } = request.params
      const found = await findImport(app.db, request.user.sub, id)
      if (!found) throw new NotFound(`You have no import ${id}`)
      return reply.send(found)
    }
  )
}
export default imports

/** A file name that the database can store and a list can show. */
const printable = (name: string) =>
  name
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
    .slice(-200)
    .toWellFormed() || 'upload'
