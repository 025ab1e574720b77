import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { Uuid } from '../../src/http/schema.ts'
import { latestMails } from '../../src/mail/outbox.ts'

const Mail = Type.Object(
  {
    id: Uuid(),
    recipient: Type.String({ examples: ['ada@example.org'] }),
    subject: Type.String({ examples: ['Confirm your e-mail address'] }),
    text: Type.String(),
    html: Type.String(),
    createdAt: Type.String({ format: 'date-time' })
  },
  { title: 'Mail' }
)

const mails: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/mails',
    {
      config: { access: 'public' },
      schema: {
        hide: !app.mail.kept,
        summary: 'The latest mails, newest first; only in development, and there without SMTP_URL',
        response: { 200: Type.Object({ items: Type.Array(Mail) }) }
      },
      // Before anything is validated, so that it is unknown as any other route is.
      onRequest: (_request, reply, done) => {
        if (app.mail.kept) done()
        else reply.callNotFound()
      }
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store')
      return { items: await latestMails(app.db, 50) }
    }
  )
}
export default mails
