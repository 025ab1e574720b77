import { sql, type Transaction } from 'kysely'
import type { Database } from '../database/database.ts'
import { displayText, readings } from '../language/forms.ts'
import { LONGEST_FORM } from '../language/main-form.ts'
import { searchWordReader } from '../language/search-words.ts'
import { MOST_FORMS } from './forms-of.ts'

/**
 * A function that gives what items of one language are found by: each of their forms, as it is shown and as it can be
 * read, as words with single spaces between them.
 */
export function searchedFormsReader(language: string): (forms: readonly string[]) => string[] {
  const words = searchWordReader(language)
  return (forms) => {
    const readable = forms.filter((form) => form.length <= LONGEST_FORM)
    const texts = new Set(readable.flatMap((form) => [form, ...readings(form)]).map(displayText))
    const searched = [...texts].slice(0, MOST_FORMS).map((text) => words(text).join(' '))
    return [...new Set(searched)].filter(Boolean)
  }
}

/** In characters. A term is a word, or a whole form behind a space; of a longer one its beginning. */
export const LONGEST_TERM = 100

/** Writes the terms of these items of a course anew, from their rows, and takes out those of retired ones. */
export async function writeTerms(trx: Transaction<Database>, courseId: string, itemIds: string[]): Promise<void> {
  const ids = sql`unnest(${itemIds}::uuid[]) id`
  await sql`delete from item_terms
    using (select id from ${ids} union select id from items where course_id = ${courseId} and retired) gone
    where course_id = ${courseId} and item_id = gone.id`.execute(trx)
  await sql`insert into item_terms (course_id, side, term, item_id)
    select distinct items.course_id, sides.side, terms.term collate "C", items.id
    from ${ids} join items using (id),
      lateral (values ('target', target_words), ('source', source_words)) sides (side, forms),
      unnest(sides.forms) form,
      lateral (select left(' ' || form, ${LONGEST_TERM}) union all select string_to_table(form, ' ')) terms (term)`.execute(
    trx
  )
}
