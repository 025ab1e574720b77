import type { Side } from '../../courses/document.ts'
import { loose, plain } from '../../language/loose.ts'
import { hasWord } from '../../language/tokens.ts'
import { type TypedKey, typedKey } from '../judging/typed-key.ts'
import type { Direction } from './direction.ts'
import type { Material } from './material.ts'
import type { Entry, Vocabulary, Wording } from './vocabulary.ts'

/** A prompt and everything that answers it. */
export type Question = {
  direction: Direction
  prompt: string
  promptSide: Side
  answerSide: Side
  /** The answer that is shown, tiled or taken as the nearest. */
  answer: Wording
  /** Every accepted answer: those of all items that the prompt can stand for. */
  accepted: string[]
  loose: Set<string>
}

/** Asks for an entry in one direction; undefined where the prompt gives its answer away, as a name or a cognate does. */
export function ask(vocabulary: Vocabulary, entry: Entry, direction: Direction): Question | undefined {
  const question = pose(vocabulary, entry, direction)
  return givesAway(question.prompt, question.loose) ? undefined : question
}

/** Whether some words of the prompt, one after another, are an answer. */
function givesAway(prompt: string, answers: Set<string>): boolean {
  const words = prompt
    .split(/[\s/]+/)
    .filter(hasWord)
    .map(loose)
  const text = words.join('')
  let length = 0
  const edges = new Set([0, ...words.map((word) => (length += word.length))])
  const stands = (answer: string, start: number) => text.startsWith(answer, start) && edges.has(start + answer.length)
  return [...answers].some((answer) => edges.values().some((start) => stands(answer, start)))
}

/** The same without looking whether the prompt gives its answer away. */
export function pose({ sharing }: Vocabulary, entry: Entry, direction: Direction): Question {
  const [promptSide, answerSide] =
    direction === 'toTarget' ? (['source', 'target'] as const) : (['target', 'source'] as const)
  const prompt = entry[promptSide].text
  const sharers = sharing[promptSide].get(plain(prompt)) ?? []
  const wordings = [entry, ...sharers].map((sharer) => sharer[answerSide])
  return {
    direction,
    prompt,
    promptSide,
    answerSide,
    answer: entry[answerSide],
    accepted: [...new Set(wordings.flatMap((wording) => wording.accepted))],
    loose: new Set(wordings.flatMap((wording) => [...wording.loose]))
  }
}

/** Everything that a session can accept in the language of one side. */
export const answersOn = (vocabulary: Vocabulary, side: Side): string[] =>
  vocabulary.own.flatMap((entry) => pose(vocabulary, entry, side === 'target' ? 'toTarget' : 'toSource').accepted)

/** The key by which answers in the language of `side` are judged; no slip may turn an answer into one of `words` either. */
export const keyFor = (
  { languages, accents, lookalikes }: Material,
  side: Side,
  accepted: string[],
  words: readonly string[] = []
): TypedKey => typedKey(accepted, languages[side], accents, lookalikes[side], words)
