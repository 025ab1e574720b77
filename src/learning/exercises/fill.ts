import { type Static, Type } from '@sinclair/typebox'
import { Closed, Nullable } from '../../http/schema.ts'
import { tiles } from '../../language/forms.ts'
import { loose } from '../../language/loose.ts'
import { TypedKey } from '../judging/typed-key.ts'
import { Position } from './answer.ts'
import { strayWords } from './distractors.ts'
import type { Material } from './material.ts'
import type { Planned } from './planned.ts'
import { ask, keyFor } from './question.ts'
import { shuffle } from './random.ts'
import type { Entry } from './vocabulary.ts'

/** Asides and alternatives: such a sentence is no single sentence to blank a word of. */
const MARKS = /[()（）/／]/

export const FillExercise = Type.Object(
  {
    id: Position,
    kind: Type.Literal('fill'),
    before: Type.String({ description: 'The sentence up to the missing word', examples: ['Es un '] }),
    after: Type.String({ description: 'The sentence from there on', examples: ['.'] }),
    translation: Type.String({ examples: ["It's a horse."] }),
    options: Nullable(Type.Array(Type.String()), {
      description: 'Words to pick from, one of which is the answer; null where the word has to be typed',
      examples: [['gato', 'caballo', 'oso']]
    })
  },
  { title: 'FillExercise', description: 'Give the missing word: its text, be it typed or picked' }
)
export type FillExercise = Static<typeof FillExercise>

export const FillKey = Closed({ kind: Type.Literal('fill'), typed: TypedKey })
export type FillKey = Static<typeof FillKey>

/**
 * A phrase without one of its words: one of `seen` (by `loose`), a taught word rather than another, that stands neither
 * elsewhere in the sentence nor in the translation. Undefined where there is none.
 */
export function planFill(
  material: Material,
  entry: Entry,
  seen: Set<string>
): Planned<FillExercise, FillKey> | undefined {
  const question = ask(material, entry, 'toTarget')
  if (!question) return undefined
  const { text, words, looseWords } = entry.target
  if (words.length < 2 || MARKS.test(text)) return undefined
  const told = entry.source.looseWords
  const slots = looseWords.keys().filter((slot) => {
    const word = looseWords[slot]!
    return seen.has(word) && !told.includes(word) && looseWords.indexOf(word) === looseWords.lastIndexOf(word)
  })
  const candidates = shuffle(material.random, [...slots])
  const slot = candidates.find((slot) => material.taught.has(looseWords[slot]!)) ?? candidates[0]
  const gap = slot === undefined ? undefined : locate(text, words, slot)
  if (slot === undefined || !gap) return undefined

  const accepted = alternatives(words, slot, question.accepted, material.languages.target)
  // The capital of a first word would tell it from the others.
  const picked = slot > 0 && material.random(2) === 0 ? strayWords(material, entry, question, accepted, 3) : []
  const options = picked.length < 2 ? null : shuffle(material.random, [words[slot]!, ...picked])
  return {
    exercise: { kind: 'fill', ...gap, translation: question.prompt, options },
    key: { kind: 'fill', typed: keyFor(material, 'target', accepted, picked) },
    entries: [entry]
  }
}

/** The word at the slot in every accepted answer that differs nowhere else, the shown one first. */
function alternatives(words: readonly string[], slot: number, accepted: readonly string[], language: string): string[] {
  const frame = words.map(loose).with(slot, '').join(' ')
  const fitting = accepted
    .map((answer) => tiles(answer, language))
    .filter((other) => other.length === words.length && other.map(loose).with(slot, '').join(' ') === frame)
  return [...new Set([words[slot]!, ...fitting.map((other) => other[slot]!)])]
}

/** The text on both sides of a word, found by its place among the words; undefined where it is not written there as one. */
function locate(text: string, words: readonly string[], slot: number): { before: string; after: string } | undefined {
  let end = 0
  for (const [index, word] of words.entries()) {
    const start = text.indexOf(word, end)
    if (start < 0) return undefined
    end = start + word.length
    if (index === slot) return { before: text.slice(0, start), after: text.slice(end) }
  }
  return undefined
}
