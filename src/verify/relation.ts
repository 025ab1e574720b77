import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { type Check, checkBy, type Fault } from './check.ts'

type Table = keyof Database & string

/** Rows of one table that name a row of another: column by column, `user_id` and so on. Nulls name nothing. */
export interface Relation {
  child: Table
  columns: readonly string[]
  parent: Table
  parentColumns: readonly string[]
}

/** `answers user_id, session_id, number` names `study_exercises` by the same columns, unless told by which others. */
export const relation = (child: Table, columns: string, parent: Table, parentColumns = columns): Relation => ({
  child,
  columns: columns.split(', '),
  parent,
  parentColumns: parentColumns.split(', ')
})

/** Finds rows that name what is not there. Only those are looked at whose column `of` is one of the ids, where it is told. */
export const orphans = (relations: readonly Relation[], of?: 'user_id' | 'course_id'): Check =>
  checkBy((ids) =>
    relations.map((each) => orphansOf(each, of, ids)).reduce((all, query) => sql<Fault>`${all} union all ${query}`)
  )

function orphansOf(
  { child, columns, parent, parentColumns }: Relation,
  of: string | undefined,
  ids: RawBuilder<string[]>
) {
  const own = columns.map((column) => sql.ref(`child.${column}`))
  const its = parentColumns.map((column) => sql.ref(`parent.${column}`))
  const user = columns.includes('user_id') || of === 'user_id' ? sql`child.user_id::text` : sql`null::text`
  const among = of ? sql`${sql.ref(`child.${of}`)} = any(${ids}) and` : sql``
  const named = sql.join([sql`' '`, ...own])
  return sql<Fault>`
    select ${user} as "user", ${sql.lit(`${child} `)} || concat_ws(${named}) as thing,
      ${sql.lit(`a row of ${parent}`)} as expected, 'none' as found
    from ${sql.table(child)} as child
    where ${among} num_nulls(${sql.join(own)}) = 0
      and not exists (select from ${sql.table(parent)} as parent where (${sql.join(its)}) = (${sql.join(own)}))`
}
