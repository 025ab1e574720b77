import { type Static, Type } from '@sinclair/typebox'
import type { CourseDocument } from '../courses/document.ts'
import type { Db } from '../database/database.ts'
import { countLearnersOf } from './affected.ts'
import { checkCourse, DocumentFault } from './checks.ts'
import { Difference, difference } from './difference.ts'

/** What publishing would change, and for how many. */
export const Preview = Type.Object(
  {
    ...Difference.properties,
    learners: Type.Integer({
      description: 'Who have met an item that is changed or removed; 10,000 stands for that many or more',
      examples: [12]
    })
  },
  { title: 'Preview' }
)
export type Preview = Static<typeof Preview>

/** The faults of a draft, the first 500, and what publishing it would change. */
export const Validation = Type.Object(
  {
    publishable: Type.Boolean({ description: 'Whether no fault is an error' }),
    faults: Type.Array(DocumentFault, { maxItems: 500 }),
    counts: Type.Object({ error: Type.Integer(), warning: Type.Integer(), info: Type.Integer() }),
    difference: Preview
  },
  { title: 'Validation' }
)
export type Validation = Static<typeof Validation>

/** What lies between two editions of a course. */
export async function previewOf(db: Db, before: CourseDocument | undefined, after: CourseDocument): Promise<Preview> {
  const { told, touched } = difference(before, after)
  return { ...told, learners: await countLearnersOf(db, touched) }
}

/** What an author should know before publishing `after` in place of `before`. */
export async function validate(db: Db, before: CourseDocument | undefined, after: CourseDocument): Promise<Validation> {
  const faults = checkCourse(after)
  const bySeverity = Object.groupBy(faults, ({ severity }) => severity)
  const [error, warning, info] = (['error', 'warning', 'info'] as const).map((each) => bySeverity[each] ?? [])
  return {
    publishable: error!.length === 0,
    faults: [...error!, ...warning!, ...info!].slice(0, 500),
    counts: { error: error!.length, warning: warning!.length, info: info!.length },
    difference: await previewOf(db, before, after)
  }
}
