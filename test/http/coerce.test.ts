import { Type } from '@sinclair/typebox'
import t from 'tap'
import { coerceStrings } from '../../src/http/coerce.ts'

const schema = Type.Object({
  integer: Type.Integer(),
  number: Type.Number(),
  boolean: Type.Boolean(),
  string: Type.String(),
  integers: Type.Array(Type.Integer()),
  strings: Type.Array(Type.String())
})

const coerced = (name: string, value: unknown) => {
  const values = { [name]: value }
  coerceStrings(schema, values)
  return values[name]
}

t.test('plain decimal digits become numbers', async (t) => {
  t.equal(coerced('integer', '42'), 42)
  t.equal(coerced('integer', '-7'), -7)
  t.equal(coerced('integer', '007'), 7)
  t.equal(coerced('integer', '999999999999999'), 999999999999999)
  t.equal(coerced('number', '2.5'), 2.5)
  t.equal(coerced('number', '-3'), -3)
})

t.test('numbers written otherwise stay text, for validation to refuse', async (t) => {
  const strange = [
    '',
    ' 5',
    '5 ',
    '+5',
    '0x10',
    '0b1',
    '1e3',
    '1e309',
    'Infinity',
    'NaN',
    '1_000',
    '٣',
    '5\n',
    '.5',
    '5.'
  ]
  for (const text of [...strange, '5.5', '9007199254740993']) t.equal(coerced('integer', text), text)
  for (const text of strange) t.equal(coerced('number', text), text)
})

t.test('only true and false are booleans', async (t) => {
  t.equal(coerced('boolean', 'true'), true)
  t.equal(coerced('boolean', 'false'), false)
  for (const text of ['', '1', '0', 'yes', 'True', ' true']) t.equal(coerced('boolean', text), text)
})

t.test('a parameter is an array where its schema says so, and nowhere else', async (t) => {
  t.strictSame(coerced('integers', '1'), [1])
  t.strictSame(coerced('integers', ['1', '2', 'x']), [1, 2, 'x'])
  t.strictSame(coerced('strings', '1'), ['1'])
  t.strictSame(coerced('integer', ['1', '2']), ['1', '2'])
})

t.test('text stays text, and what the schema does not know stays as it is', async (t) => {
  t.equal(coerced('string', '42'), '42')
  t.equal(coerced('other', '42'), '42')
  const values = { integer: undefined }
  coerceStrings(schema, values)
  t.strictSame(values, { integer: undefined })
})
