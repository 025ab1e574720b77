import { sql } from 'kysely'
import { compiled } from '../database/compiled.ts'
import type { Db } from '../database/database.ts'
import { displayText } from '../language/forms.ts'
import { searchWordReader } from '../language/search-words.ts'
import type { FoundItem } from './schemas.ts'
import { LONGEST_TERM } from './search-terms.ts'

/** A course as far as a search has to know it. */
export interface SearchedCourse {
  id: string
  revision: string
  target: string
  source: string
}

/** The course of that slug, or `undefined`. */
export async function findSearchedCourse(db: Db, slug: string): Promise<SearchedCourse | undefined> {
  return (await selectCourse(db, slug))[0]
}

const selectCourse = compiled((db, slug: string) =>
  db
    .selectFrom('courses')
    .select(['id', 'revision', 'target_code as target', 'source_code as source'])
    .where('slug', '=', slug)
)

/** More words than anybody looks for. */
const MOST_WORDS = 10
// Of a single letter there would be as many as the course has items, and each is looked up.
const MOST_WITH_WORD = sql.lit(300)
const MOST_WITH_FORM = sql.lit(100)

/**
 * The items of a course with a form, on either side, that has every word of the query or one that begins so; at most
 * `limit`. First those whose form is the query, then those whose form begins with it, those that have its words, and
 * those that have words that begin so; then in the order of the course. Of more than 300 that have a word on one side,
 * only 300 are looked at, those with the word itself before those with longer ones; of more than 100 that begin with the
 * query, 100 in the order of the alphabet.
 */
export async function searchItems(db: Db, course: SearchedCourse, query: string, limit: number): Promise<FoundItem[]> {
  const target = wantedWords(query, course.target)
  const source = wantedWords(query, course.source)
  const rows = await selectItems(db, course.id, ...target, ...source, limit)
  return rows.map((row) => ({ ...row, target: displayText(row.target), source: displayText(row.source) }))
}

type Wanted = readonly [form: string, words: string[], whole: string[], begun: string[]]

/** A query as a form, as words, and these as LIKE finds them in forms, whole or begun. */
function wantedWords(query: string, language: string): Wanted {
  const all = searchWordReader(language)(query)
  const words = [...new Set(all)].slice(0, MOST_WORDS)
  const literal = words.map((word) => word.replace(/[%_]/g, '\\$&'))
  return [
    [...all.join(' ')].slice(0, LONGEST_TERM - 1).join(''),
    words,
    literal.map((word) => `% ${word} %`),
    literal.map((word) => `% ${word}%`)
  ]
}

// Terms with one beginning stand together in the index: from itself to itself with the last character behind it.
const range = (beginning: string) =>
  sql.raw(`item_terms.course_id = wanted.course_id and item_terms.side = wanted.side
  and item_terms.term >= ${beginning} and item_terms.term < ${beginning} || U&'\\+10FFFF'`)

// Of several words the rarest is looked up, and the others are looked for in what that finds. Its terms tell the rank of
// what a single word finds. The limit of one keeps the planner from reading all items there are.
const selectItems = compiled(
  (
    _db,
    courseId: string,
    form: string,
    words: string[],
    whole: string[],
    begun: string[],
    sourceForm: string,
    sourceWords: string[],
    sourceWhole: string[],
    sourceBegun: string[],
    limit: number
  ) => sql<FoundItem>`
    with wanted (course_id, side, form, words, whole, begun) as (values
      (${courseId}::uuid, 'target', ${form}::text, ${words}::text[], ${whole}::text[], ${begun}::text[]),
      (${courseId}, 'source', ${sourceForm}, ${sourceWords}, ${sourceWhole}, ${sourceBegun})
    ), candidates as (
      select side, item_id, min(found.rank) rank
      from wanted, lateral (
        select word from unnest(words) word,
          lateral (select count(*) from (select from item_terms where ${range('word')} limit ${MOST_WITH_WORD}) capped) known
        order by known.count limit 1
      ) rarest, lateral (
        (select item_id, case when term = ' ' || form then 0 else 1 end rank
        from item_terms where ${range("' ' || form")} order by term limit ${MOST_WITH_FORM})
        union all
        (select item_id, case when cardinality(words) > 1 then null when term = word then 2 else 3 end
        from item_terms where ${range('word')} order by term limit ${MOST_WITH_WORD})
      ) found
      group by side, item_id
    ), ranked as (
      select item.id, kind, target, source, skill_id, position, min(ranks.rank) rank
      from candidates join wanted using (side), lateral (
        select id, kind, target[1], source[1], skill_id, position, target_words, source_words
        from items where id = item_id and not retired limit 1
      ) item, lateral (
        select coalesce(candidates.rank, (
          select min(case when ' ' || form || ' ' like all(whole) then 2 when ' ' || form like all(begun) then 3 end)
          from unnest(case side when 'target' then target_words else source_words end) form
        )) rank
      ) ranks
      where ranks.rank is not null
      group by item.id, kind, target, source, skill_id, position
    )
    select ranked.id, kind, target, source, skill.slug skill
    from ranked, lateral (select slug, position from skills where id = skill_id limit 1) skill
    order by rank, skill.position, ranked.position
    limit ${limit}`
)
