import type { Entry } from './vocabulary.ts'

/** An exercise still without its place in a session, what grades it, and the entries that it practises. */
export type Planned<Exercise, Key> = {
  exercise: Exercise extends unknown ? Omit<Exercise, 'id'> : never
  key: Key
  entries: Entry[]
}
