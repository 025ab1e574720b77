import { sql } from 'kysely'
import type { Db } from '../../database/database.ts'

/** A course as it was last published. */
export interface Published {
  courseId: string
  slug: string
  number: number
  content: string
  document: Buffer
}

/** What was last published of these courses, one after another, for a course can be large. */
export async function* latestPublished(db: Db, ids: readonly string[]): AsyncGenerator<Published> {
  for (const id of ids) {
    const { rows } = await sql<Published>`
      select course_id as "courseId", slug, number, content, document
      from course_revisions
      where course_id = ${id} and number is not null
      order by number desc
      limit 1`.execute(db)
    yield* rows
  }
}
