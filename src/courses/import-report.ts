import { type Static, Type } from '@sinclair/typebox'
import { StringEnum } from '../http/schema.ts'
import { type Counts, countsOf } from './counts.ts'
import type { CourseDocument } from './document.ts'
import type { Fault, Severity } from './report.ts'

const MOST_FAULTS = 1_000

const Count = (what: string, example: number) => Type.Integer({ minimum: 0, description: what, examples: [example] })

/** A fault of an import as it is told to its author. */
const ImportFault = Type.Object(
  {
    file: Type.String({ examples: ['basics/skills/animals.yaml'] }),
    line: Type.Integer({ examples: [12] }),
    column: Type.Optional(Type.Integer({ examples: [5] })),
    code: Type.String({ description: 'What docs/course-format.md explains', examples: ['misspelt-key'] }),
    severity: StringEnum(['error', 'warning', 'info']),
    message: Type.String({ description: 'What is wrong and how to mend it' })
  },
  { title: 'ImportFault' }
)

/** What reading a course came to. */
export const ImportReport = Type.Object(
  {
    skills: Count('Skills that were read', 13),
    words: Count('Words that were read', 82),
    phrases: Count('Phrases that were read', 112),
    errors: Count('Errors, which leave something out', 0),
    warnings: Count('Warnings', 3),
    infos: Count('Infos', 20),
    faults: Type.Array(ImportFault, { description: `The first ${MOST_FAULTS}, errors before warnings before infos` })
  },
  { title: 'ImportReport' }
)
export type ImportReport = Static<typeof ImportReport>

const NOTHING: Counts = { skills: 0, words: 0, phrases: 0 }
const order: Severity[] = ['error', 'warning', 'info']

/** The report of a course that was read, or of none. */
export function importReport(course: CourseDocument | undefined, faults: readonly Fault[]): ImportReport {
  const [errors, warnings, infos] = order.map((severity) => faults.filter((fault) => fault.severity === severity))
  return {
    ...(course ? countsOf(course) : NOTHING),
    errors: errors!.length,
    warnings: warnings!.length,
    infos: infos!.length,
    faults: [...errors!, ...warnings!, ...infos!].slice(0, MOST_FAULTS)
  }
}
