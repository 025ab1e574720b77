import type { Side } from '../courses/document.ts'
import type { Db } from '../database/database.ts'
import { promptsOf } from '../language/main-form.ts'
import { knownTokens } from '../language/tokens.ts'
import type { PlacedItem } from './choose-session-items.ts'
import { buildSession, type PlannedExercise } from './exercises/plan.ts'
import { answersOn } from './exercises/question.ts'
import type { SessionKind } from './exercises/selection.ts'
import { gatherVocabulary, type Vocabulary } from './exercises/vocabulary.ts'
import { selectItemsAt, selectItemsSharingPrompts, selectLookalikes } from './session-items.ts'
import type { SessionPlace } from './session-place.ts'

/** The exercises of a session that asks these items; the same seed gives the same ones. */
export async function planSession(
  db: Db,
  { courseId, position, target, source, accents }: SessionPlace,
  items: readonly PlacedItem[],
  { kind, size, seed }: { kind: SessionKind; size: number; seed: string }
): Promise<PlannedExercise[]> {
  const places = position === null ? placesBeside(items) : placesAround(position)
  const last = position ?? Math.max(...items.map(({ place }) => place))
  const prompts = (side: Side) => [...new Set(items.flatMap((item) => promptsOf(item[side])))]
  const [nearby, sharing] = await Promise.all([
    selectItemsAt(db, courseId, places),
    selectItemsSharingPrompts(db, courseId, prompts('target'), prompts('source'))
  ])
  const pool = [...nearby, ...sharing].map((item) => ({ ...item, ahead: item.place > last })) as PlacedItem[]
  const vocabulary = gatherVocabulary(items, pool, { target, source })
  const lookalikes = await findLookalikes(db, courseId, vocabulary)
  return buildSession(vocabulary, { kind, seed, size, accents: accents as 'note', lookalikes })
}

/** A skill borrows wrong options from the three before it, and from the one behind it. */
const placesAround = (position: number) => [-3, -2, -1, 0, 1].map((distance) => position + distance)

/** A course's items borrow them from their own skills and the ones before. */
const placesBeside = (items: readonly PlacedItem[]) => [...new Set(items.flatMap(({ place }) => [place - 1, place]))]

async function findLookalikes(db: Db, courseId: string, vocabulary: Vocabulary) {
  const tokens = (side: Side) => [...knownTokens(answersOn(vocabulary, side), vocabulary.languages[side])]
  const rows = await selectLookalikes(db, courseId, tokens('target'), tokens('source'))
  const of = (side: Side) =>
    new Map(rows.filter((row) => row.side === side).map(({ token, others }) => [token, others]))
  return { target: of('target'), source: of('source') }
}
