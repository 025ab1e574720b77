import { type RawBuilder, sql } from 'kysely'
import type { Database, Db } from '../database/database.ts'

/** The tables that hold something of a learner's, with what tells their rows apart and what is not theirs to have. */
export const learnerTables: readonly LearnerTable[] = [
  { name: 'sessions', keys: ['id'], secret: ['token_hash', 'parent_hash'] },
  { name: 'enrollments', keys: ['course_id'] },
  { name: 'study_sessions', keys: ['id'] },
  // The key would give away the answers that are still to come.
  { name: 'study_exercises', keys: ['session_id', 'number'], secret: ['key'] },
  { name: 'answers', keys: ['session_id', 'number'] },
  { name: 'answer_reports', keys: ['id'] },
  { name: 'item_progress', keys: ['course_id', 'item_id'] },
  { name: 'cards', keys: ['course_id', 'item_id', 'direction'] },
  { name: 'reviews', keys: ['session_id', 'number', 'item_id', 'correction'] },
  { name: 'fsrs_parameters', keys: ['user_id'] },
  { name: 'xp_entries', keys: ['source'] },
  { name: 'study_days', keys: ['day'] },
  { name: 'streak_freezes', keys: ['source'] },
  { name: 'daily_goals', keys: ['since'] },
  { name: 'learner_statistics', keys: ['course_id', 'kind'] },
  { name: 'pending_completions', keys: ['session_id'] },
  { name: 'setting_changes', keys: ['setting'] },
  { name: 'learner_retention', keys: ['user_id'] },
  { name: 'collaborators', keys: ['course_id'] },
  { name: 'notifications', keys: ['id'] },
  { name: 'import_jobs', keys: ['id'] }
]

interface LearnerTable {
  name: keyof Database
  keys: readonly string[]
  secret?: readonly string[]
}

type Row = Record<string, unknown>

const PAGE = 500

/**
 * All that is kept of a learner, as JSON text in pieces: their account, then table by table, a page of rows at a time, so that
 * years of study take no more memory than a day of it.
 */
export async function* exportLearner(db: Db, userId: string): AsyncGenerator<string> {
  const [user] = await pageOf(db, sql`select * from users where id = ${userId}`)
  yield `{"user":${asJson(user ?? {}, ['password_hash'])}`
  for (const table of learnerTables) {
    yield `,${JSON.stringify(camel(table.name))}:[`
    let separator = ''
    for await (const rows of pagesOf(db, table, userId)) {
      yield separator + rows.map((row) => asJson(row, ['user_id', ...(table.secret ?? [])])).join(',')
      separator = ','
    }
    yield ']'
  }
  yield '}'
}

async function* pagesOf(db: Db, { name, keys }: LearnerTable, userId: string): AsyncGenerator<Row[]> {
  const key = sql.join(keys.map((column) => sql.ref(column)))
  let after: RawBuilder<unknown> = sql``
  for (;;) {
    const rows = await pageOf(
      db,
      sql`select * from ${sql.table(name)} where user_id = ${userId} ${after} order by ${key} limit ${sql.lit(PAGE)}`
    )
    if (rows.length > 0) yield rows
    if (rows.length < PAGE) return
    after = sql`and (${key}) > (${sql.join(keys.map((column) => rows.at(-1)![column]))})`
  }
}

const pageOf = async (db: Db, query: RawBuilder<unknown>): Promise<Row[]> => (await query.execute(db)).rows as Row[]

const asJson = (row: Row, without: readonly string[]): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(row)
        .filter(([column]) => !without.includes(column))
        .map(([column, value]) => [camel(column), value])
    )
  )

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
