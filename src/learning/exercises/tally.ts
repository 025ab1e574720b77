import { plain } from '../../language/loose.ts'
import type { Planned } from './planned.ts'
import type { Exercise, ExerciseKey } from './schemas.ts'
import type { Entry } from './vocabulary.ts'

/** An exercise of a session, its key, and the items that it practises (those of a `match` in the order of its diff). */
export type PlannedExercise = { exercise: Exercise; key: ExerciseKey; itemIds: string[] }

/** What one kind or another makes of an entry; undefined where it can make nothing. */
export type Plan = Planned<Exercise, ExerciseKey> | undefined

/** A session that grows, and what its items have gone through so far. */
export type Tally = {
  session: PlannedExercise[]
  /** The words of the entries practised so far, reduced by `loose`. */
  seen: Set<string>
  full(): boolean
  timesOf(entry: Entry): number
  /** Whether the entry may come once more, in an exercise of this kind. */
  ready(entry: Entry, kind: Exercise['kind']): boolean
  /** Appends the exercise unless a rule forbids it, and tells whether it did. */
  add(plan: Plan): boolean
}

const TIMES = 3
const DIFFICULTY: Record<Exercise['kind'], number> = { choose: 1, match: 1, arrange: 2, fill: 2, type: 3, listen: 3 }

/**
 * A session of at most `size` exercises without any yet. Its rules: an item comes three times at most and never in an easier
 * kind than before, and nothing is asked twice.
 */
export function startTally(size: number): Tally {
  const session: PlannedExercise[] = []
  const seen = new Set<string>()
  const asked = new Set<string>()
  const practised = new Map<Entry, { times: number; difficulty: number }>()

  const full = () => session.length >= size
  const timesOf = (entry: Entry) => practised.get(entry)?.times ?? 0
  const ready = (entry: Entry, kind: Exercise['kind']) =>
    timesOf(entry) < TIMES && (practised.get(entry)?.difficulty ?? 0) <= DIFFICULTY[kind]

  function add(plan: Plan): boolean {
    if (!plan || full()) return false
    const { exercise, key, entries } = plan
    const question = questionOf(exercise)
    if (asked.has(question) || !entries.every((entry) => ready(entry, exercise.kind))) return false
    asked.add(question)
    for (const entry of entries) {
      practised.set(entry, { times: timesOf(entry) + 1, difficulty: DIFFICULTY[exercise.kind] })
      for (const word of entry.target.looseWords) seen.add(word)
    }
    const itemIds = entries.map(({ item }) => item.id)
    session.push({ exercise: { id: session.length + 1, ...exercise }, key, itemIds })
    return true
  }

  return { session, seen, full, timesOf, ready, add }
}

/** What an exercise asks, whatever is offered with it: two that agree in this are the same to a learner. */
function questionOf(exercise: NonNullable<Plan>['exercise']): string {
  switch (exercise.kind) {
    case 'match':
      return ['match', ...exercise.left.map(({ text }) => text).sort()].join('|')
    case 'fill':
      return ['fill', exercise.before, exercise.after].join('|')
    case 'listen':
      return ['listen', exercise.audio].join('|')
    default: {
      const { kind, direction, prompt } = exercise
      return [kind, direction, plain(prompt)].join('|')
    }
  }
}
