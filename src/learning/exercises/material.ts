import type { Side } from '../../courses/document.ts'
import type { TypedKey } from '../judging/typed-key.ts'
import type { Random } from './random.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What the exercises of one session are made of. */
export type Material = Vocabulary & {
  random: Random
  accents: TypedKey['accents']
  /** For each side, a folded token of the course and the other known tokens that resemble it. */
  lookalikes: Record<Side, ReadonlyMap<string, readonly string[]>>
}
