import { type TSchema, Type } from '@sinclair/typebox'
import t from 'tap'
import { Closed, Nullable } from '../../src/http/schema.ts'
import { compileValidator, type Invalid } from '../../src/http/validation.ts'

type Part = 'body' | 'querystring' | 'params'

/** What is refused of a value, or the value as the handler gets it. */
function read(schema: TSchema, value: unknown, httpPart: Part = 'body') {
  const result = compileValidator({ schema, httpPart, method: 'POST', url: '/' })(value)
  return 'error' in result ? (result.error as Invalid).errors : result
}

const everything = Closed({
  integer: Type.Optional(Type.Integer()),
  boolean: Type.Optional(Type.Boolean()),
  string: Type.Optional(Type.String()),
  strings: Type.Optional(Type.Array(Type.String())),
  nullable: Type.Optional(Nullable(Type.String())),
  size: Type.Optional(Type.Integer({ default: 10 }))
})

t.test('a body is taken as it was sent: nothing is coerced', async (t) => {
  const sent = { integer: 1, boolean: true, string: '1', strings: ['1'], nullable: null, size: 1 }
  t.strictSame(read(everything, sent), { value: sent })
  const wrong: [string, unknown][] = [
    ['string', null],
    ['string', true],
    ['string', 1],
    ['string', ['a']],
    ['string', {}],
    ['integer', '1'],
    ['integer', '0x1F'],
    ['integer', 1.5],
    ['integer', null],
    ['integer', true],
    ['integer', [1]],
    ['boolean', 'true'],
    ['boolean', 1],
    ['boolean', null],
    ['strings', 'a'],
    ['strings', null]
  ]
  for (const [name, value] of wrong) {
    const type = name === 'strings' ? 'array' : name
    const errors = [{ pointer: `/body/${name}`, message: `must be ${type}` }]
    t.strictSame(read(everything, { [name]: value }), errors, JSON.stringify({ [name]: value }))
  }
})

t.test('a field that is left out gets its default, and an unknown one is refused instead of vanishing', async (t) => {
  t.strictSame(read(everything, {}), { value: { size: 10 } })
  t.strictSame(read(everything, { extra: 1 }), [{ pointer: '/body/extra', message: 'is not a known field' }])
  t.strictSame(read(everything, JSON.parse('{"__proto__":1}')), [
    { pointer: '/body/__proto__', message: 'is not a known field' }
  ])
})

t.test('a query and a path are read from their strings', async (t) => {
  const query = { integer: '5', boolean: 'false', string: '5', strings: 'a' }
  const value = { integer: 5, boolean: false, string: '5', strings: ['a'], size: 10 }
  t.strictSame(read(everything, { ...query }, 'querystring'), { value })
  t.strictSame(read(everything, { ...query }, 'params'), { value })
  for (const integer of ['1e309', '0x10', ' 5', '5.5', '', 'five', ['5', '6']]) {
    const errors = [{ pointer: '/query/integer', message: 'must be integer' }]
    t.strictSame(read(everything, { integer }, 'querystring'), errors, JSON.stringify(integer))
  }
  const limited = Closed({ limit: Type.Integer({ minimum: 1, maximum: 100 }) })
  for (const [limit, message] of [
    ['-0', 'must be >= 1'],
    ['101', 'must be <= 100'],
    ['999999999999999', 'must be <= 100']
  ]) {
    t.strictSame(read(limited, { limit }, 'querystring'), [{ pointer: '/query/limit', message }])
  }
  t.strictSame(read(limited, { limit: 'x' }, 'params'), [{ pointer: '/path/limit', message: 'must be integer' }])
})

t.test('messages say what to mend', async (t) => {
  const schema = Closed({
    kind: Type.Unsafe({ type: 'string', enum: ['a', 'b'] }),
    email: Type.String({ format: 'email' })
  })
  t.strictSame(read(schema, { kind: 'c', 'a/b~c': 1 }), [
    { pointer: '/body/email', message: 'is required' },
    { pointer: '/body/a~1b~0c', message: 'is not a known field' },
    { pointer: '/body/kind', message: 'must be one of a, b' }
  ])
  t.strictSame(read(schema, { kind: 'a', email: 'x' }), [
    { pointer: '/body/email', message: 'must match format "email"' }
  ])
  t.strictSame(read(schema, null), [{ pointer: '/body', message: 'must be object' }])
})

t.test('at most 20 faults are told', async (t) => {
  const errors = read(Type.Array(Type.Integer()), Array(50).fill('x'))
  t.equal((errors as unknown[]).length, 20)
  t.strictSame((errors as unknown[])[19], { pointer: '/body/19', message: 'must be integer' })
})

t.test('no text comes through that PostgreSQL could not store, wherever it stands', async (t) => {
  const message = 'must not contain a NUL character or half of a surrogate pair'
  for (const text of ['\0', 'a\0b', '\ud800', 'a\udc00', '\udc00\ud800']) {
    t.strictSame(read(Type.Any(), text), [{ pointer: '/body', message }])
    t.strictSame(read(Type.Any(), { a: [{ b: text }] }), [{ pointer: '/body/a/0/b', message }])
    t.strictSame(read(Type.Any(), { [`x${text}`]: 1 }), [{ pointer: '/body', message }], 'as the name of a field')
    t.strictSame(read(everything, { string: text }, 'querystring'), [{ pointer: '/query/string', message }])
    t.strictSame(read(everything, { string: text }, 'params'), [{ pointer: '/path/string', message }])
  }
  t.strictSame(read(Type.Any(), '🦊\u0001\ufeff'), { value: '🦊\u0001\ufeff' })
})

t.test('a value may be nested 32 levels deep, and one that is deeper overflows no stack', async (t) => {
  const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels))
  t.ok('value' in read(Type.Any(), nested(32)))
  const errors = [{ pointer: '/body', message: 'must not be nested deeper than 32 levels' }]
  t.strictSame(read(Type.Any(), nested(33)), errors)
  const recursive = Type.Recursive((This) => Type.Array(This))
  t.strictSame(read(recursive, nested(20_000)), errors)
})

t.test('a body may have 10,000 values, so that telling what is wrong with them all keeps nobody waiting', async (t) => {
  const zeros = (length: number) => ({ list: Array(length).fill(0) })
  t.ok('value' in read(Type.Any(), zeros(9_999)))
  const errors = [{ pointer: '/body', message: 'must not have more than 10000 values' }]
  t.strictSame(read(Type.Any(), zeros(10_000)), errors)
  t.strictSame(read(Type.Any(), [zeros(5_000), zeros(5_000)]), errors)
})

t.test('of a union told apart by a constant, only what is wrong by the variant that is meant is told', async (t) => {
  const variants = [
    Closed({ type: Type.Literal('a'), one: Type.Integer() }),
    Closed({ type: Type.Literal('b'), other: Type.Integer() })
  ]
  const schema = Closed({ list: Type.Array(Type.Union(variants)) })
  const pointers = (list: object[]) => (read(schema, { list }) as Invalid['errors']).map(({ pointer }) => pointer)
  t.same(
    pointers([
      { type: 'a', one: 1 },
      { type: 'b', other: 'x' }
    ]),
    ['/body/list/1/other']
  )
  t.same(pointers([{ type: 'a', one: 1, other: 1 }]), ['/body/list/0/other'])
  t.ok(pointers([{ type: 'c' }]).includes('/body/list/0/type'))
  const many = Array.from({ length: 3_000 }, () => ({ type: 'a', one: 'x' }))
  const start = performance.now()
  t.equal(pointers(many).length, 20)
  t.ok(performance.now() - start < 1_000)
})
