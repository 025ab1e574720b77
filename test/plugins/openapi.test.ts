import t from 'tap'
import { sharedApp } from '../helper.ts'
import { conformanceOf } from '../support/conformance.ts'

// biome-ignore lint/suspicious/noExplicitAny: a document is looked into, not worked with
type Json = Record<string, any>

const app = await sharedApp()
const reply = await app.inject('/openapi.json')
const document = reply.json()
const operations = Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
  Object.entries<Json>(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    path,
    method,
    operation
  }))
)

t.test('the document is OpenAPI 3.1 as JSON, for everybody', async (t) => {
  t.equal(reply.statusCode, 200)
  t.match(reply.headers['content-type'], /^application\/json/)
  t.match(document, {
    openapi: '3.1.0',
    info: { title: 'Parlance', version: /^\d+\.\d+\.\d+$/, license: { identifier: 'MIT' } },
    components: { securitySchemes: { accessToken: { type: 'http', scheme: 'bearer' } } }
  })
  t.ok(operations.length >= 15)
})

t.test('every route is in it, and nothing else', async (t) => {
  const documented = operations.map(({ name }) => name)
  t.hasStrict(
    new Set(documented),
    new Set(['GET /health', 'POST /v1/auth/register', 'GET /v1/me', 'GET /openapi.json'])
  )
  t.notOk(documented.some((name) => name.includes('/docs')))
  t.notOk(documented.some((name) => /^(HEAD|OPTIONS)/.test(name)))
})

for (const { name, method, path, operation } of operations) {
  t.test(`${name} is described in full`, async (t) => {
    t.match(operation, { summary: /^[A-Z].{5,}[^.]$/, operationId: /^[a-z][A-Za-z]+$/, tags: [/^[a-z-]+$/] })

    const isPublic = operation.security.length === 0
    const { statusCode } = await app.inject({ method: method as 'GET', url: path.replaceAll(/\{\w+\}/g, '1') })
    t.equal(statusCode === 401, !isPublic, 'its security is what happens')
    t.equal('401' in operation.responses, !isPublic || /^\/v1\/auth\/(login|refresh|logout)$/.test(path))
    if (!isPublic) t.strictSame(operation.security, [{ accessToken: [] }])

    const names = (operation.parameters ?? []).filter((parameter: Json) => parameter.in === 'path')
    t.strictSame(
      names.map((parameter: Json) => `{${parameter.name}}`),
      path.match(/\{\w+\}/g) ?? []
    )

    const statuses = Object.keys(operation.responses)
    for (const status of ['400', '500', '503']) t.ok(statuses.includes(status), `may be ${status}`)
    if (method === 'post' || method === 'put') t.ok(statuses.includes('413') && statuses.includes('415'))
    for (const [status, { description, content = {} }] of Object.entries<Json>(operation.responses)) {
      t.ok(description, `${status} has a description`)
      const problem = content['application/problem+json']
      if (problem) t.strictSame(problem.schema, { $ref: '#/components/schemas/Problem' })
      else t.ok(Number(status) < 400 || path.startsWith('/health'), `${status} is a problem`)
      const success = content['application/json']
      if (!success) continue
      const reply = { status: Number(status), type: 'application/json', body: JSON.stringify(success.example) }
      t.equal(conformanceOf(app).fault(method, path, reply), undefined, `the example of ${status} fits its schema`)
    }
    if (operation.requestBody) {
      const { 'application/json': json, ...others } = operation.requestBody.content
      if (json) t.ok(json.example, 'an example of the request')
      else t.same(Object.keys(others), ['multipart/form-data'])
      t.equal(operation.requestBody.required, true)
    }
  })
}

t.test('operationIds and the names of tags are unique', async (t) => {
  const ids = operations.map(({ operation }) => operation.operationId)
  t.equal(new Set(ids).size, ids.length)
  const tags = document.tags.map((tag: Json) => tag.name)
  t.strictSame(tags, [...new Set(operations.flatMap(({ operation }) => operation.tags))].sort())
  t.ok(document.tags.every((tag: Json) => tag.description))
})

t.test('every reference leads somewhere', async (t) => {
  const references = new Set([...reply.body.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]!))
  t.ok(references.size > 0)
  for (const reference of references) {
    const name = /^#\/components\/schemas\/(\w+)$/.exec(reference)?.[1]
    t.ok(name && document.components.schemas[name], reference)
  }
})

t.test('the page at /docs works in a browser, without a token and with nothing from elsewhere', async (t) => {
  for (const url of ['/docs', '/docs/']) {
    const page = await app.inject(url)
    t.equal(page.statusCode, 200)
    t.match(page.headers['content-type'], /^text\/html/)
    const policy = String(page.headers['content-security-policy'])
    t.match(policy, /default-src 'self'/)
    t.match(policy, /script-src 'self'/)
    t.match(policy, /style-src 'self'/)
    t.match(policy, /img-src 'self' data:/)
    t.notMatch(policy, /unsafe-inline|unsafe-eval|https:|upgrade-insecure-requests/)
    t.notMatch(page.body, /<script(?![^>]*src=)|<style|\son\w+=|style=/, 'nothing inline, which the policy would block')

    const assets = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!)
    t.ok(assets.length >= 5)
    for (const asset of assets) {
      const { pathname, origin } = new URL(asset, 'http://localhost/docs/')
      t.equal(origin, 'http://localhost')
      const { statusCode, headers } = await app.inject(pathname)
      const type = { js: /javascript/, css: /text\/css/, png: /image\/png/ }[pathname.split('.').at(-1)!]
      t.equal(statusCode, 200, pathname)
      t.match(headers['content-type'], type!, `${pathname}, which may not be sniffed`)
    }
  }
  t.match((await app.inject('/docs/static/swagger-initializer.js')).body, /\/docs\/json|\.\/json/)
  t.strictSame((await app.inject('/docs/json')).json(), document)
  t.equal((await app.inject('/docs/yaml')).statusCode, 200)
  for (const url of ['/docs/nope', '/docs/static/nope.js', '/docs/static/..%2f..%2fpackage.json']) {
    t.equal((await app.inject(url)).statusCode, 404, url)
  }
})
