import { type Static, Type } from '@sinclair/typebox'
import { formatNames } from '../../courses/formats.ts'
import { ImportReport } from '../../courses/import-report.ts'
import { CourseSlug } from '../../courses/schemas.ts'
import { Closed, Nullable, StringEnum, Uuid } from '../../http/schema.ts'

export const MEGABYTES_50 = 50 * 1024 * 1024

const Tag = (description: string, example: string) =>
  Type.String({ format: 'language-tag', maxLength: 35, description, examples: [example] })

/** A form: the file, and what it may not tell of itself. */
export const ImportForm = Closed(
  {
    file: Type.String({ format: 'binary', description: 'The course, at most 50 MB; a folder as a zip' }),
    format: Type.Optional(StringEnum(formatNames, { description: "Where the file's name does not tell" })),
    slug: Type.Optional({ ...CourseSlug, description: 'The course, where the file does not name one' }),
    target: Type.Optional(Tag('The language taught, where the file does not name it', 'es')),
    source: Type.Optional(Tag('The language its learners speak, where the file does not name it', 'en'))
  },
  { title: 'ImportForm' }
)
export type ImportForm = Static<typeof ImportForm>

const summary = {
  id: Uuid(),
  fileName: Type.String({ examples: ['spanish.zip'] }),
  format: Nullable(StringEnum(formatNames, { description: 'As it was given, or else as it was found out' })),
  state: StringEnum(['queued', 'running', 'done', 'failed'], {
    description: 'done: the course is a draft now; failed: nothing was stored'
  }),
  course: Nullable(
    Type.String({ description: 'Slug of the course that was read', examples: ['spanish-from-english'] })
  ),
  error: Nullable(Type.String({ description: 'Why it failed' })),
  createdAt: Type.String({ format: 'date-time' }),
  finishedAt: Nullable(Type.String({ format: 'date-time' }))
}

/** An import as lists show it. */
export const ImportSummary = Type.Object(summary, { title: 'ImportSummary' })
export type ImportSummary = Static<typeof ImportSummary>

/** An import with its report, once there is one. */
export const Import = Type.Object({ ...summary, report: Nullable(ImportReport) }, { title: 'Import' })
export type Import = Static<typeof Import>
