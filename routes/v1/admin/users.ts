import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import {
  changeRole,
  endSessionsOf,
  findManagedUser,
  listUsers,
  ManagedUser,
  setDisabled
} from '../../../src/accounts/administration.ts'
import { Role } from '../../../src/accounts/tokens.ts'
import { transaction } from '../../../src/database/transaction.ts'
import { decodeCursor, Page, pageOf, pageQuery } from '../../../src/http/page.ts'
import { Conflict, NotFound, problems } from '../../../src/http/problem.ts'
import { Closed, NoContent, Uuid } from '../../../src/http/schema.ts'

const params = Type.Object({ user: Uuid() })
const access = 'admin'
const noUser = (id: string) => new NotFound(`There is no user ${id}`)

const users: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/users',
    {
      config: { access },
      schema: {
        operationId: 'listUsers',
        summary: 'Users, in order of their e-mail addresses',
        querystring: Type.Object({
          email: Type.Optional(
            Type.String({
              minLength: 1,
              maxLength: 254,
              description: 'What the address begins with',
              examples: ['ada@']
            })
          ),
          ...pageQuery
        }),
        response: { 200: Page(ManagedUser) }
      }
    },
    async (request) => {
      const { email, cursor, limit } = request.query
      const rows = await listUsers(app.db, email, decodeCursor(cursor), limit)
      return pageOf(rows, limit, (user) => user.email)
    }
  )

  app.get(
    '/users/:user',
    {
      config: { access },
      schema: { operationId: 'getUser', summary: 'One user', params, response: { 200: ManagedUser, ...problems(404) } }
    },
    async (request, reply) => {
      const user = await findManagedUser(app.db, request.params.user)
      if (!user) throw noUser(request.params.user)
      return reply.send(user)
    }
  )

  app.patch(
    '/users/:user',
    {
      config: { access },
      schema: {
        operationId: 'changeUser',
        summary: 'Give a user another role, or disable the account',
        description: 'Acts within five seconds, whatever tokens the user has. Nobody changes their own account here.',
        params,
        body: Closed(
          { role: Type.Optional(Role), disabled: Type.Optional(Type.Boolean()) },
          { title: 'UserChange', minProperties: 1 }
        ),
        response: { 200: ManagedUser, ...problems(404, 409) }
      }
    },
    async (request, reply) => {
      const { sub } = request.user
      const { user: id } = request.params
      const { role, disabled } = request.body
      if (id.toLowerCase() === sub) throw new Conflict('Another administrator has to change your own account')
      const now = Temporal.Now.instant()
      const user = await transaction(
        app.db,
        async (trx) => {
          if (role !== undefined) await changeRole(trx, sub, id, role, now)
          if (disabled !== undefined) await setDisabled(trx, sub, id, disabled, now)
          return findManagedUser(trx, id)
        },
        request.deadline
      )
      if (!user) throw noUser(id)
      await app.learnRevocations(id)
      return reply.send(user)
    }
  )

  app.delete(
    '/users/:user/sessions',
    {
      config: { access },
      schema: {
        operationId: 'endSessionsOfUser',
        summary: 'Sign a user out everywhere',
        params,
        response: { 204: NoContent, ...problems(404) }
      }
    },
    async (request, reply) => {
      const { user: id } = request.params
      const now = Temporal.Now.instant()
      const found = await transaction(app.db, (trx) => endSessionsOf(trx, request.user.sub, id, now), request.deadline)
      if (!found) throw noUser(id)
      await app.learnRevocations(id)
      return reply.code(204).send(null)
    }
  )
}
export default users
