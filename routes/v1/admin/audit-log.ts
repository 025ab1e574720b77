import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { AuditEntry, listAuditLog } from '../../../src/accounts/audit-log.ts'
import { decodeCursor, Page, pageOf, pageQuery } from '../../../src/http/page.ts'
import { isUuid } from '../../../src/http/schema.ts'

const auditLog: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/audit-log',
    {
      config: { access: 'admin' },
      schema: {
        operationId: 'listAuditLog',
        summary: 'What administrators did, the latest first',
        querystring: Type.Object(pageQuery),
        response: { 200: Page(AuditEntry) }
      }
    },
    async (request) => {
      const { cursor, limit } = request.query
      const rows = await listAuditLog(app.db, decodeCursor(cursor, isUuid), limit)
      return pageOf(rows, limit, ({ id }) => id)
    }
  )
}
export default auditLog
