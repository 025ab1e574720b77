import { type Static, Type } from '@sinclair/typebox'
import { Closed } from '../../http/schema.ts'
import { judgeTyped } from '../judging/judge.ts'
import { TypedKey } from '../judging/typed-key.ts'
import type { Verdict } from '../verdict.ts'
import { type Answer, AnswerMismatch, Choice, isBlank, label, Position } from './answer.ts'
import { Direction } from './direction.ts'
import { strayWords } from './distractors.ts'
import type { Material } from './material.ts'
import type { Planned } from './planned.ts'
import { ask, keyFor } from './question.ts'
import { shuffle } from './random.ts'
import type { Entry } from './vocabulary.ts'

/** A longer phrase makes a board of tiles that nobody enjoys. */
const LONGEST = 16

export const ArrangeExercise = Type.Object(
  {
    id: Position,
    kind: Type.Literal('arrange'),
    direction: Direction,
    prompt: Type.String({ examples: ['Max is a dog'] }),
    tiles: Type.Array(Choice, {
      minItems: 2,
      description: 'Some may be of no use',
      examples: [label(['perro', 'es', 'gato', 'Max', 'un'])]
    })
  },
  { title: 'ArrangeExercise', description: 'Put word tiles in order to translate the prompt' }
)
export type ArrangeExercise = Static<typeof ArrangeExercise>

export const ArrangeKey = Closed({
  kind: Type.Literal('arrange'),
  tiles: Type.Record(Type.String(), Type.String(), { description: 'Text by tile id' }),
  typed: TypedKey
})
export type ArrangeKey = Static<typeof ArrangeKey>

/** The words of the answer among a few that don't belong; undefined where a side has fewer than two words, or too many. */
export function planArrange(
  material: Material,
  entry: Entry,
  direction: Direction
): Planned<ArrangeExercise, ArrangeKey> | undefined {
  const question = ask(material, entry, direction)
  if (!question) return undefined
  const { prompt, promptSide, answerSide, answer } = question
  const { tiles: words } = answer
  if (words.length < 2 || words.length > LONGEST || entry[promptSide].tiles.length < 2) return undefined
  const stray = strayWords(material, entry, question, words, words.length > 6 ? 2 : 3)
  const texts = [...words, ...stray]
  const tiles = label(shuffle(material.random, texts))
  return {
    exercise: { kind: 'arrange', direction, prompt, tiles },
    key: {
      kind: 'arrange',
      tiles: Object.fromEntries(tiles.map(({ id, text }) => [id, text])),
      // Every tile is a known word, so that no tile passes for a typo of another.
      typed: keyFor(material, answerSide, question.accepted, texts)
    },
    entries: [entry]
  }
}

/**
 * Judges ids of tiles in order; tiles with the same text stand for one another. Letter case, accents and spaces are not
 * the learner's doing here, so there are no notes. Throws `AnswerMismatch` for other shapes, unknown ids and ids used twice.
 */
export function gradeArrange({ tiles, typed }: ArrangeKey, answer: Answer): Verdict {
  if (isBlank(answer)) return judgeTyped('', typed)
  const texts = Array.isArray(answer)
    ? answer.map((id) => (Object.hasOwn(tiles, String(id)) ? tiles[String(id)] : null))
    : [null]
  if (texts.includes(null) || new Set<unknown>(answer).size < answer.length) {
    throw new AnswerMismatch('An arrange exercise is answered by a list of tile ids in order, each used once at most')
  }
  const verdict = judgeTyped(texts.join(' '), typed)
  return verdict.verdict === 'wrong' ? verdict : { ...verdict, verdict: 'correct', notes: [] }
}
