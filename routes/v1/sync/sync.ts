import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { gunzipBody } from '../../../src/http/gunzip.ts'
import { Batch, SyncResult } from '../../../src/sync/schemas.ts'
import { synchronise } from '../../../src/sync/synchronise.ts'

/** 500 of the longest answers, in any script, fit twice. */
const MEGABYTES_4 = 4 * 1024 * 1024

const sync: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '',
    {
      bodyLimit: MEGABYTES_4,
      preParsing: gunzipBody,
      schema: {
        operationId: 'synchronise',
        summary: 'Tell what happened on a device while it was offline',
        description:
          'Each event is judged here and has its own result, in the order sent. Events may come in any order, any number ' +
          'of times and in any number of batches, and come to the same. They are taken from 7 days back to 5 minutes ' +
          'ahead. The body may be encoded with gzip.',
        body: Batch,
        response: { 200: Type.Object({ results: Type.Array(SyncResult) }) }
      }
    },
    async (request) => {
      const { device, events } = request.body
      const results = await synchronise(app.db, request.user.sub, events, request.now, request.deadline)
      const counts = Object.fromEntries(
        Map.groupBy(results, ({ status }) => status)
          .entries()
          .map(([status, { length }]) => [status, length])
      )
      request.log.info({ device, ...counts }, 'synchronised')
      return { results }
    }
  )
}
export default sync
