import { type TSchema, Type } from '@sinclair/typebox'
import t from 'tap'
import { exampleOf } from '../../src/http/example.ts'
import { Closed, Nullable, StringEnum } from '../../src/http/schema.ts'

t.test('an example is put together from what the schema says of its parts', async (t) => {
  const schema = Closed({
    given: Type.String({ examples: ['first', 'second'] }),
    fallback: Type.Integer({ default: 20 }),
    kind: Type.Literal('lesson'),
    level: StringEnum(['easy', 'hard']),
    day: Type.String({ format: 'date' }),
    count: Type.Integer({ minimum: 5 }),
    nullable: Nullable(Type.String({ examples: ['there'] })),
    list: Type.Array(Closed({ flag: Type.Boolean() })),
    nothing: Type.Null()
  })
  t.strictSame(exampleOf(schema), {
    given: 'first',
    fallback: 20,
    kind: 'lesson',
    level: 'easy',
    day: '2026-01-31',
    count: 5,
    nullable: 'there',
    list: [{ flag: true }],
    nothing: null
  })
})

t.test('an example of its own comes before that of its parts, and a reference is followed', async (t) => {
  const named = Type.Object({ name: Type.String({ examples: ['part'] }) }, { examples: [{ name: 'whole' }] })
  t.strictSame(exampleOf(named), { name: 'whole' })
  const shared: Record<string, TSchema> = { Named: named }
  t.strictSame(exampleOf(Type.Array(Type.Unsafe({ $ref: '#/components/schemas/Named' })), shared), [{ name: 'whole' }])
})
