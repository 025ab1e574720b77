import { createHash } from 'node:crypto'
import type { CourseDocument, Item } from '../../../src/courses/document.ts'
import { lexiconOf } from '../../../src/courses/lexicon.ts'
import { lookalikes } from '../../../src/language/lookalikes.ts'
import { plain } from '../../../src/language/loose.ts'
import type { Answer } from '../../../src/learning/exercises/answer.ts'
import type { Material } from '../../../src/learning/exercises/material.ts'
import { buildSession, type PlannedExercise, type SessionSettings } from '../../../src/learning/exercises/plan.ts'
import { seededRandom } from '../../../src/learning/exercises/random.ts'
import type { ExerciseKey } from '../../../src/learning/exercises/schemas.ts'
import { gatherVocabulary, type SessionItem } from '../../../src/learning/exercises/vocabulary.ts'

/** An item by its forms, separated by `|`; its id is its first form. */
const item =
  (kind: Item['kind']) =>
  (target: string, source: string, images: string[] = []): SessionItem => ({
    id: `${target} = ${source}`,
    skillId: 'skill',
    kind,
    target: target.split('|'),
    source: source.split('|'),
    images
  })

export const word = item('word')
export const phrase = item('phrase')

/** The item with something to hear, under a name that does not tell what. */
export const heard = (item: SessionItem): SessionItem => ({
  ...item,
  audio: `audio/${createHash('sha1').update(item.id).digest('hex')}.mp3`
})

/** A Spanish skill that has everything but audio. */
export const animals: SessionItem[] = [
  word('perro|can', 'dog|hound', ['dog1', 'dog2']),
  word('gato', 'cat', ['cat1']),
  word('gatos', 'cats', ['cat1']),
  word('oso', 'bear', ['bear1', 'bear2']),
  word('león', 'lion', ['lion1']),
  word('pato', 'duck', ['duck1']),
  phrase('Max es un perro|Max es un can', 'Max is a dog'),
  phrase('Un pato y un caballo', 'A duck and a horse'),
  phrase('El gato come pan.|El gato se come el pan.', 'The cat eats bread.'),
  phrase('La osa no come.', "The bear doesn't eat.")
]

/** All that a session is built from. */
export type SessionInput = SessionSettings & {
  items: readonly SessionItem[]
  pool: readonly SessionItem[]
  target: string
  source: string
}

/** What a session is built from, of the skill above unless said otherwise. */
export const input = (changes: Partial<SessionInput> = {}): SessionInput => ({
  seed: 'seed',
  size: 12,
  items: animals,
  pool: [],
  target: 'es',
  source: 'en',
  accents: 'note',
  lookalikes: { target: new Map(), source: new Map() },
  ...changes
})

const vocabularyOf = ({ items, pool, target, source }: SessionInput) =>
  gatherVocabulary(items, pool, { target, source })

/** The session of that input. */
export const sessionOf = (input: SessionInput): PlannedExercise[] => buildSession(vocabularyOf(input), input)

/** The material of an input. */
export function materialOf(input: SessionInput): Material {
  const { seed, accents, lookalikes } = input
  return { ...vocabularyOf(input), random: seededRandom(seed), accents, lookalikes }
}

/** The material of that input, and its entry with this first target form. */
export function materialWith(items: SessionItem[], changes: Partial<SessionInput> = {}) {
  const material = materialOf(input({ items, ...changes }))
  const entry = (text: string) => material.all.find(({ target }) => target.text === text)!
  return { material, entry }
}

/** The answer that a key holds to be right. */
export function rightAnswer(key: ExerciseKey): Answer {
  switch (key.kind) {
    case 'choose':
      return key.right
    case 'match':
      return key.pairs.map(({ left, right }): [string, string] => [left.id, right.id])
    case 'arrange':
      return key.typed.accepted.map((answer) => spell(plain(answer), Object.entries(key.tiles))).find(Boolean) ?? []
    default:
      return key.typed.accepted[0]!
  }
}

/** Ids of tiles that spell the text, reduced by `plain`, in this order. */
export function spell(text: string, tiles: [id: string, text: string][]): string[] | undefined {
  if (text === '') return []
  for (const [index, [id, tile]] of tiles.entries()) {
    if (!text.startsWith(plain(tile))) continue
    const rest = spell(text.slice(plain(tile).length), tiles.toSpliced(index, 1))
    if (rest) return [id, ...rest]
  }
  return undefined
}

/** For each skill of a course with items, what a session of it is built from: skills around it lend distractors. */
export function* sessionsOf(course: CourseDocument): Generator<SessionInput> {
  const skills = course.units.flatMap((unit) => unit.skills)
  // Every second item can be heard.
  const itemsOf = skills.map(({ slug, items }) =>
    items.map((item, n) => ({ ...(n % 2 ? item : heard(item)), skillId: slug }))
  )
  const { target, source, accents } = course
  const resembling = (side: 'target' | 'source') => lookalikes(lexiconOf(course, side))
  const both = { target: resembling('target'), source: resembling('source') }
  for (const [index, skill] of skills.entries()) {
    const pool = [index - 2, index - 1, index, index + 1]
      .filter((near) => near in skills)
      .flatMap((near) => itemsOf[near]!)
    if (skill.items.length === 0) continue
    const languages = { target: target.code, source: source.code }
    yield { seed: skill.slug, size: 12, items: itemsOf[index]!, pool, ...languages, accents, lookalikes: both }
  }
}
