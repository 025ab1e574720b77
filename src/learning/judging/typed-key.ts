import { type Static, Type } from '@sinclair/typebox'
import { CourseDocument } from '../../courses/document.ts'
import { Closed } from '../../http/schema.ts'
import { knownTokens } from '../../language/tokens.ts'

/** What a typed answer is judged by; kept with the exercise, never sent to a learner. */
export const TypedKey = Closed({
  accepted: Type.Array(Type.String(), { minItems: 1, description: 'Plain answers; the first is the main one' }),
  language: Type.String({ description: 'BCP 47 tag of the answers' }),
  accents: CourseDocument.properties.accents,
  lookalikes: Type.Array(Type.String(), {
    description: 'Folded words of the course that no slip may make of an answer'
  })
})
export type TypedKey = Static<typeof TypedKey>

/**
 * The key for plain accepted answers, the main one first. `resembling` is what `lookalikes` gives for the course's
 * lexicon on this side, or the part of it that concerns these answers; no slip may make of them a word of `others` either.
 */
export function typedKey(
  accepted: string[],
  language: string,
  accents: TypedKey['accents'],
  resembling: ReadonlyMap<string, readonly string[]>,
  others: readonly string[] = []
): TypedKey {
  const lookalikes = [...knownTokens(accepted, language)].flatMap((token) => resembling.get(token) ?? [])
  return { accepted, language, accents, lookalikes: [...new Set([...lookalikes, ...knownTokens(others, language)])] }
}
