import { type Static, Type } from '@sinclair/typebox'
import { Closed } from '../../http/schema.ts'
import type { DiffToken, Verdict } from '../verdict.ts'
import { type Answer, AnswerMismatch, Choice, isBlank, label, Position } from './answer.ts'
import type { Material } from './material.ts'
import type { Planned } from './planned.ts'
import { ask } from './question.ts'
import { shuffle } from './random.ts'
import type { Entry } from './vocabulary.ts'

export const MatchExercise = Type.Object(
  {
    id: Position,
    kind: Type.Literal('match'),
    left: Type.Array(Choice, {
      minItems: 4,
      maxItems: 5,
      description: 'Words of the language taught',
      examples: [label(['gato', 'oso', 'perro', 'pato'])]
    }),
    right: Type.Array(Choice, {
      minItems: 4,
      maxItems: 5,
      description: 'Their translations, in another order',
      examples: [label(['dog', 'duck', 'cat', 'bear'], '12345')]
    })
  },
  { title: 'MatchExercise', description: 'Pair the words with their translations' }
)
export type MatchExercise = Static<typeof MatchExercise>

export const MatchKey = Closed({
  kind: Type.Literal('match'),
  pairs: Type.Array(Closed({ left: Choice, right: Choice }), { description: "In the order of the exercise's items" })
})
export type MatchKey = Static<typeof MatchKey>

/**
 * Pairs the first four or five of the words that cannot be taken for one another: no two share an answer in either
 * direction. Undefined where there are fewer than four. The verdict's diff has a token per item, in their order.
 */
export function planMatch(material: Material, words: readonly Entry[]): Planned<MatchExercise, MatchKey> | undefined {
  const chosen: Entry[] = []
  const taken = { target: new Set<string>(), source: new Set<string>() }
  for (const entry of words) {
    const target = ask(material, entry, 'toTarget')?.loose
    const source = ask(material, entry, 'toSource')?.loose
    if (!target?.isDisjointFrom(taken.target) || !source?.isDisjointFrom(taken.source)) continue
    chosen.push(entry)
    taken.target = taken.target.union(target)
    taken.source = taken.source.union(source)
    if (chosen.length === 5) break
  }
  if (chosen.length < 4) return undefined
  const shown = { target: shuffle(material.random, chosen), source: shuffle(material.random, chosen) }
  const left = label(shown.target.map((entry) => entry.target.text))
  const right = label(
    shown.source.map((entry) => entry.source.text),
    '12345'
  )
  const pairs = chosen.map((entry) => ({
    left: left[shown.target.indexOf(entry)]!,
    right: right[shown.source.indexOf(entry)]!
  }))
  return { exercise: { kind: 'match', left, right }, key: { kind: 'match', pairs }, entries: chosen }
}

/** Judges pairs of a left and a right id. Throws `AnswerMismatch` for other shapes, unknown ids and ids used twice. */
export function gradeMatch({ pairs }: MatchKey, answer: Answer): Verdict {
  const given = readPairs(pairs, answer)
  const show = (left: string, right: string) => `${left} – ${right}`
  const diff = pairs.map(({ left, right }): DiffToken => {
    const expected = show(left.text, right.text)
    const paired = given.get(left.id)
    if (!paired) return { kind: 'missing', given: null, expected }
    return { kind: paired.id === right.id ? 'equal' : 'changed', given: show(left.text, paired.text), expected }
  })
  const nearest = diff.map((token) => token.expected).join(', ')
  const kinds = new Set(diff.map((token) => token.kind))
  const reason = given.size === 0 ? 'blank' : kinds.has('changed') ? 'word' : kinds.has('missing') ? 'missing' : null
  return { verdict: reason ? 'wrong' : 'correct', notes: [], reason, nearest, diff }
}

/** The right choice given for each left id. */
function readPairs(pairs: MatchKey['pairs'], answer: Answer): Map<string, Choice> {
  const given = new Map<string, Choice>()
  if (isBlank(answer)) return given
  for (const pair of answer) {
    const left = pairs.find((known) => Array.isArray(pair) && known.left.id === pair[0])?.left
    const right = pairs.find((known) => Array.isArray(pair) && known.right.id === pair[1])?.right
    if (!left || !right || given.has(left.id) || [...given.values()].includes(right)) {
      throw new AnswerMismatch('A match exercise is answered by pairs of a left and a right id, each used once at most')
    }
    given.set(left.id, right)
  }
  return given
}
