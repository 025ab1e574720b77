import { type Static, Type } from '@sinclair/typebox'
import { Closed, Nullable } from '../../http/schema.ts'
import type { DiffToken, Verdict } from '../verdict.ts'
import { type Answer, AnswerMismatch, Choice, isBlank, label, Position } from './answer.ts'
import { Direction } from './direction.ts'
import { neighbours } from './distractors.ts'
import type { Material } from './material.ts'
import type { Planned } from './planned.ts'
import { ask } from './question.ts'
import { type Random, shuffle } from './random.ts'
import type { Entry } from './vocabulary.ts'

export const ChooseExercise = Type.Object(
  {
    id: Position,
    kind: Type.Literal('choose'),
    direction: Direction,
    prompt: Type.String({ examples: ['dog'] }),
    options: Type.Array(
      Type.Composite([Choice, Type.Object({ image: Nullable(Type.String({ examples: ['dog1'] })) })]),
      {
        minItems: 3,
        maxItems: 4,
        examples: [label(['perro', 'gato', 'oso']).map((option) => ({ ...option, image: null }))]
      }
    )
  },
  { title: 'ChooseExercise', description: 'Pick the translation. Either every option has an image or none has' }
)
export type ChooseExercise = Static<typeof ChooseExercise>

export const ChooseKey = Closed({
  kind: Type.Literal('choose'),
  options: Type.Record(Type.String(), Type.String(), { description: 'Text by option id' }),
  right: Type.String({ description: 'Id of the right option' })
})
export type ChooseKey = Static<typeof ChooseKey>

/** Three or four translations, one of them right; undefined where the course has too few that are surely wrong. */
export function planChoose(
  material: Material,
  entry: Entry,
  direction: Direction
): Planned<ChooseExercise, ChooseKey> | undefined {
  const question = ask(material, entry, direction)
  if (!question) return undefined
  const { prompt, promptSide, answerSide } = question
  const chosen = [entry]
  const taken = new Set(question.loose)
  for (const other of neighbours(material, entry)) {
    const { loose } = other[answerSide]
    const sameMeaning = !other[promptSide].loose.isDisjointFrom(entry[promptSide].loose)
    if (sameMeaning || !loose.isDisjointFrom(taken)) continue
    chosen.push(other)
    for (const form of loose) taken.add(form)
    if (chosen.length === 4) break
  }
  if (chosen.length < 3) return undefined
  const shown = shuffle(material.random, chosen)
  const pictures = images(shown, material.random)
  const options = label(shown.map((option) => option[answerSide].text))
  return {
    exercise: {
      kind: 'choose',
      direction,
      prompt,
      options: options.map((o, i) => ({ ...o, image: pictures[i] ?? null }))
    },
    key: {
      kind: 'choose',
      options: Object.fromEntries(options.map(({ id, text }) => [id, text])),
      right: options[shown.indexOf(entry)]!.id
    },
    entries: [entry]
  }
}

/** One image of each entry, no two alike; none at all where an entry lacks one, or the missing image would tell. */
function images(entries: readonly Entry[], random: Random): string[] {
  const result: string[] = []
  for (const { item } of entries) {
    const image = shuffle(random, item.images).find((candidate) => !result.includes(candidate))
    if (image === undefined) return []
    result.push(image)
  }
  return result
}

/** Judges the id of an option. Throws `AnswerMismatch` for anything else. */
export function gradeChoose({ options, right }: ChooseKey, answer: Answer): Verdict {
  const expected = options[right]!
  const verdict = (reason: Verdict['reason'], kind: DiffToken['kind'], given: string | null): Verdict => ({
    verdict: reason ? 'wrong' : 'correct',
    notes: [],
    reason,
    nearest: expected,
    diff: [{ kind, given, expected }]
  })
  if (isBlank(answer)) return verdict('blank', 'missing', null)
  if (typeof answer !== 'string' || !Object.hasOwn(options, answer)) {
    throw new AnswerMismatch(`A choose exercise is answered by the id of an option: ${Object.keys(options).join(', ')}`)
  }
  return answer === right ? verdict(null, 'equal', expected) : verdict('word', 'changed', options[answer]!)
}
