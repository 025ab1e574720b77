import fc from 'fast-check'
import { anyCharacter, sometimes } from './arbitraries.ts'

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: [nested(levels - 1)] })

const texts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud83d',
  '𝕒'.repeat(1_500),
  '\u202eright to left',
  'x'.repeat(20_000),
  "'; drop table users; --",
  '../../../etc/passwd',
  '{{7*7}}<script>',
  '__proto__',
  'constructor',
  'NaN',
  'null',
  'urn:uuid:0199f0a4-7b1c-7d3e-8a5f-0c2d4e6f8a1b'
]

/** Values that fit hardly any schema, or that PostgreSQL refuses where a schema does not. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...texts),
  fc.constantFrom<unknown>(
    undefined,
    null,
    true,
    0,
    -1,
    1.5,
    2 ** 31,
    2 ** 63,
    -(2 ** 63),
    1e308,
    [],
    {},
    [[]],
    nested(3),
    nested(40)
  ),
  fc.jsonValue(),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) })
)

const names = ['extra', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '$ref', 'length', '']

/** Values with one part replaced, left out, or added under a name that nobody expects. */
export const spoiled = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(valid, fc.nat(), junk, sometimes(fc.constantFrom(...names)))
    .map(([value, place, replacement, name]) =>
      name === undefined ? replaced(value, place, replacement) : withField(value, name, replacement)
    )

/** The value with the part that `place` picks replaced; `undefined` leaves a field out of the JSON. */
function replaced(value: unknown, place: number, replacement: unknown): unknown {
  const parts = typeof value === 'object' && value !== null ? Object.entries(value) : []
  const turn = place % (parts.length + 1)
  if (turn === parts.length) return replacement
  const [name, part] = parts[turn]!
  const inside = replaced(part, Math.floor(place / (parts.length + 1)), replacement)
  return Array.isArray(value) ? value.with(turn, inside) : { ...(value as object), [name]: inside }
}

/** Own fields, `__proto__` included, which an assignment would not make one. */
const withField = (value: unknown, name: string, field: unknown): object =>
  Object.fromEntries([...Object.entries(value ?? {}), [name, field ?? null]])

/** Bodies that are no JSON, or JSON that takes more care than it looks. */
export const rawBodies = fc.constantFrom(
  '',
  '{',
  'null',
  '"text"',
  '[]',
  'undefined',
  '\ufeff{}',
  '{"answer":"a"}{',
  '{"size":1e999}',
  '{"answer":"a","answer":["b"]}',
  '{"__proto__":{"role":"admin"}}',
  '{"constructor":{"prototype":{"role":"admin"}}}',
  '{"answer":"\\u0000"}',
  `{"answer":"${'x'.repeat(300_000)}"}`,
  '['.repeat(20_000),
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  `{"answer":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`
)

export const strangeTypes = fc.constantFrom(
  '',
  'json',
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16',
  'APPLICATION/JSON',
  'application/json;;;',
  'application/merge-patch+json'
)

export const strangeHeaders: fc.Arbitrary<Record<string, string>> = fc.constantFrom<Record<string, string>[]>(
  { authorization: '' },
  { authorization: 'Bearer' },
  { authorization: 'Bearer a.b.c' },
  { authorization: 'Basic YWRhOmxvdmVsYWNl' },
  { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.' },
  { authorization: `Bearer ${'x'.repeat(10_000)}` },
  { accept: 'image/png' },
  { 'accept-encoding': 'br;q=0, *;q=1e9' },
  { 'if-none-match': ',,"' },
  { 'if-none-match': '*' },
  { 'if-match': '"x"' },
  { 'if-modified-since': 'yesterday' },
  { range: 'bytes=-1' },
  { 'content-length': '99999999' },
  { 'content-encoding': 'gzip' },
  { origin: 'null' },
  { 'x-forwarded-for': "1.2.3.4, '; --" },
  { 'x-http-method-override': 'DELETE' },
  { traceparent: '00-zz-zz-zz' },
  { cookie: '=;=;' },
  { expect: 'everything' }
)

/** Path segments, percent-encoded rightly or not at all. */
export const rawParameters: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '%',
    '%zz',
    '%00',
    '%ff',
    '%c0%ae',
    '%ed%a0%80',
    '%2e%2e%2f',
    '..%2f..%2f',
    '..%5c',
    '-1',
    '0',
    '1e3',
    '%20'
  ),
  fc
    .constantFrom(...texts.filter((text) => text.length < 4_000))
    .map((text) => encodeURIComponent(text.toWellFormed())),
  fc.string({ unit: anyCharacter }).map(encodeURIComponent)
)

/** Query strings about these names that no schema foresees. */
export const rawQueries = (names: string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...names, 'extra', '__proto__', 'constructor'),
      fc.oneof(rawParameters, fc.constantFrom('1e309', '0x1F', '007', '-5', '1&', '', '%', 'a&=&&=b'))
    )
    .chain(([name, value]) =>
      fc.constantFrom(
        `${name}=${value}`,
        `${name}`,
        `${name}[]=${value}`,
        `${name}=${value}&${name}=1`,
        `&&=&${name}=`,
        '?',
        '%zz'
      )
    )
