import fc from 'fast-check'
import t from 'tap'
import { countAnswers, LONGEST_PATTERN, PatternError, parsePattern } from '../../src/language/pattern-syntax.ts'
import { expandPattern, matchesPattern, textsOf } from '../../src/language/patterns.ts'
import { cpuTimeOf } from '../support/cpu-time.ts'

const seed = 20260131

/** The pattern, or why it is none. */
function parsed(pattern: string) {
  try {
    return parsePattern(pattern)
  } catch (error) {
    if (error instanceof PatternError) return error
    throw error
  }
}

const isPattern = (pattern: string) => !(parsed(pattern) instanceof PatternError)

t.test('a pattern stands for its answers, the shortest of the first alternatives first', async (t) => {
  const cases: [pattern: string, ...answers: string[]][] = [
    ['gato', 'gato'],
    ['(el|un) gato [negro]', 'el gato', 'el gato negro', 'un gato', 'un gato negro'],
    ['[muy|tan] bien', 'bien', 'muy bien', 'tan bien'],
    ['(|el) gato', 'gato', 'el gato'],
    ['a (b [c|d]|e) f', 'a b f', 'a b c f', 'a b d f', 'a e f'],
    ['(gato)', 'gato'],
    ['niñ(o|a)', 'niño', 'niña'],
    ['  un   [ ] gato ', 'un gato'],
    ['[hola]', 'hola'],
    ['(a|a|b)', 'a', 'b'],
    ['\\(a\\) \\[b\\] \\| \\\\ \\c', '(a) [b] | \\ c'],
    ['（猫｜犬）［が］', '猫', '猫が', '犬', '犬が'],
    ['Come [pan].', 'Come.', 'Come pan.'],
    [
      'Come [pan] [con (ajo|sal)]!',
      'Come!',
      'Come con ajo!',
      'Come con sal!',
      'Come pan!',
      'Come pan con ajo!',
      'Come pan con sal!'
    ],
    ['[Alors,] ça va ?', 'ça va ?', 'Alors, ça va ?'],
    ['ni\u006e\u0303o', 'niño'],
    ['{post office}/bank', '{post office}/bank']
  ]
  for (const [pattern, ...answers] of cases) t.same(expandPattern(pattern), answers, pattern)
})

t.test('what is no pattern is an error that says where, and what to do', async (t) => {
  const cases: [pattern: string, position: number, message: RegExp][] = [
    ['a (b', 3, /“\(” is never closed; add “\)”/],
    ['a b)', 4, /“\)” closes nothing/],
    ['(a]', 3, /“\(” is closed by “\]”; close it by “\)”/],
    ['[(a|b]', 6, /“\(” is closed by/],
    ['gato|perro', 5, /is outside brackets; put the alternatives in round ones/],
    ['😀|', 2, /outside brackets/],
    ['a\\', 2, /nothing follows/],
    ['a () b', 3, /nothing stands in the brackets/],
    ['', 1, /nothing is left to answer/],
    ['( | )', 1, /nothing is left to answer/],
    ['e[\u0301]', 3, /parted from its letter/]
  ]
  for (const [pattern, position, message] of cases) {
    const fault = parsed(pattern) as PatternError
    t.match(fault, { position, message, tooLarge: false }, pattern)
    t.throws(() => expandPattern(pattern), PatternError)
    t.throws(() => matchesPattern(pattern, 'a'), PatternError)
  }
})

t.test('what is too large is found out without making its answers', async (t) => {
  const cases: [pattern: string, message: RegExp][] = [
    [`${'(a|b|c|d|e|f|g|h|i|j)'.repeat(2)}[a]`, /200 answers, and 100 are the most/],
    ['[a]'.repeat(166), /endlessly many answers/],
    [`${'('.repeat(11)}a${')'.repeat(11)}`, /at most 10 deep/],
    ['a'.repeat(LONGEST_PATTERN + 1), /at most 500 characters/]
  ]
  for (const [pattern, message] of cases) t.match(parsed(pattern), { message, tooLarge: true }, pattern)
  t.equal(expandPattern('(a|b|c|d|e|f|g|h|i|j)'.repeat(2)).length, 100)
  t.same(expandPattern(`${'('.repeat(10)}a${')'.repeat(10)}`), ['a'])
  t.same(expandPattern('a'.repeat(LONGEST_PATTERN)), ['a'.repeat(LONGEST_PATTERN)])
})

t.test('a text is matched but for its spaces', async (t) => {
  t.ok(matchesPattern('(el|un) gato [negro]', ' un  gato negro '))
  for (const text of ['gato', 'el un gato', 'el gatonegro', 'el gato negro negro', 'El gato', '']) {
    t.notOk(matchesPattern('(el|un) gato [negro]', text), text)
  }
})

const texts = fc.constantFrom('a', 'b', 'ab', ' ', 'a ', ' b', '.', 'ñ', '\\(', 'ￄ', '\u200b', '?')
/** Patterns that are well formed, some of too many answers. */
const { pattern: patterns } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
  pattern: fc.array(tie('part'), { minLength: 1, maxLength: 5, depthIdentifier: 'p' }).map((parts) => parts.join('')),
  part: fc.oneof(
    { depthIdentifier: 'p', maxDepth: 4 },
    texts,
    fc
      .array(tie('pattern'), { minLength: 1, maxLength: 3, depthIdentifier: 'p' })
      .map((options) => `(${options.join('|')})`),
    fc
      .array(tie('pattern'), { minLength: 1, maxLength: 3, depthIdentifier: 'p' })
      .map((options) => `[${options.join('|')}]`)
  )
}))

t.test('expanding and matching agree', async (t) => {
  const some = fc
    .array(fc.constantFrom('a', 'b', ' ', '.', 'ñ', '(', '?'), { maxLength: 6 })
    .map((chars) => chars.join(''))
  let matched = 0
  fc.assert(
    fc.property(patterns.filter(isPattern), fc.array(some, { minLength: 5, maxLength: 5 }), (pattern, others) => {
      const answers = expandPattern(pattern)
      for (const answer of answers) if (!matchesPattern(pattern, answer)) return false
      const near = answers.slice(0, 5).flatMap((answer) => [`${answer}a`, answer.slice(1), answer.replace(' ', '')])
      return [...others, ...near].every((text) => {
        const expected = answers.includes(text.trim().replace(/ +/g, ' '))
        if (expected) matched++
        return matchesPattern(pattern, text) === expected
      })
    }),
    { seed, numRuns: 500 }
  )
  t.ok(matched > 50, `${matched} matches`)
})

t.test('the answers that are counted are those that are made', async () => {
  fc.assert(
    fc.property(patterns, (pattern) => {
      const parts = parsed(pattern)
      return parts instanceof PatternError || textsOf(parts).length === countAnswers(parts)
    }),
    { seed, numRuns: 500 }
  )
})

t.test('whatever the text, it is a pattern of some answers or an error with a place in it', async () => {
  const marks = fc.array(fc.constantFrom('(', ')', '[', ']', '|', '\\', ' ', 'a', '\u0301', '（', '\ud800', '😀'), {
    maxLength: 40
  })
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary-ascii' }),
        fc.string(),
        marks.map((each) => each.join(''))
      ),
      (text) => {
        const parts = parsed(text)
        if (parts instanceof PatternError) return parts.position >= 1 && parts.position <= [...text].length + 1
        const answers = expandPattern(text)
        return answers.length > 0 && answers.length <= 100 && answers.every((answer) => matchesPattern(text, answer))
      }
    ),
    { seed, numRuns: 2_000 }
  )
})

t.test('the worst patterns and texts take no time', async (t) => {
  const worst = [
    '(a|aa)'.repeat(6),
    `${'(a|'.repeat(10)}a${')'.repeat(10)}`,
    '[a]'.repeat(6).padEnd(LONGEST_PATTERN, 'a'),
    '[a]'.repeat(166),
    '('.repeat(100_000),
    '[|'.repeat(250)
  ]
  const taken = cpuTimeOf(() => {
    for (const pattern of worst.filter(isPattern)) {
      expandPattern(pattern)
      matchesPattern(pattern, 'a'.repeat(100_000))
    }
  })
  t.ok(taken < 1_000)
})
