import { type Static, Type } from '@sinclair/typebox'
import { sql } from 'kysely'
import { Item } from '../../courses/document.ts'
import { SkillSlug } from '../../courses/schemas.ts'
import { compiled } from '../../database/compiled.ts'
import type { Db } from '../../database/database.ts'
import { Nullable, StringEnum } from '../../http/schema.ts'
import { displayText } from '../../language/forms.ts'
import { mainForm } from '../../language/main-form.ts'
import { daysBetween } from '../days.ts'
import { recallAfter } from '../reviews/schedule.ts'
import type { ReviewSettings } from '../reviews/scheduler.ts'

export const WordSort = StringEnum(['due', 'strength', 'lastSeen'], {
  default: 'due',
  description: '`due`: the longest overdue first. `strength`: the weakest first. `lastSeen`: the latest first'
})
export type WordSort = Static<typeof WordSort>

const strength = Type.Number({
  minimum: 0,
  maximum: 1,
  description: 'The probability that it is recalled today',
  examples: [0.94]
})
const instant = Type.String({ format: 'date-time' })

const Memory = Type.Object(
  {
    strength,
    due: instant,
    lastReviewAt: instant,
    reviews: Type.Integer({ minimum: 1, examples: [4] }),
    lapses: Type.Integer({ minimum: 0, description: 'How often it was forgotten once it was learnt', examples: [0] })
  },
  { title: 'Memory', description: 'What is known of it in one direction; null where it was not asked in it yet' }
)
type Memory = Static<typeof Memory>

/** A word or phrase that a learner has met. */
export const MetWord = Type.Object(
  {
    item: Type.String({ format: 'uuid' }),
    kind: Item.properties.kind,
    skill: SkillSlug,
    target: Type.String({ examples: ['il gatto'] }),
    source: Type.String({ examples: ['the cat'] }),
    strength: { ...strength, description: 'That of the direction in which it is weaker' },
    due: { ...instant, description: 'When it is due in the direction that is due first' },
    lastSeenAt: instant,
    toTarget: Nullable(Memory),
    toSource: Nullable(Memory)
  },
  { title: 'MetWord' }
)
export type MetWord = Static<typeof MetWord>

/** Where a page of words begins: behind this one, in an order as it was on a day. */
export interface WordKey {
  sort: WordSort
  day: string
  /** A number that the order goes by. */
  key: string
  item: string
}

const start = { key: '-Infinity', item: '00000000-0000-0000-0000-000000000000' }

/** What a learner has met of a course, as it is on a local day, with the key of each; `limit + 1` of them. */
export async function listWords(
  db: Db,
  userId: string,
  courseId: string,
  { sort, day, key, item }: Pick<WordKey, 'sort' | 'day'> & Partial<WordKey>,
  limit: number,
  settings: ReviewSettings
): Promise<{ word: MetWord; key: WordKey }[]> {
  const after = key !== undefined && item !== undefined ? { key, item } : start
  const rows = await selectWords(db, userId, courseId, day, sort, after.key, after.item, limit + 1)
  return rows.map((row) => ({ word: wordOf(row, day, settings), key: { sort, day, key: row.key, item: row.item } }))
}

interface CardOfWord {
  stability: number
  due: string
  lastReviewAt: string
  lastReviewDay: string
  reps: number
  lapses: number
}

interface WordRow {
  item: string
  kind: 'word' | 'phrase'
  skill: string
  target: string[]
  source: string[]
  lastSeenAt: string
  due: string
  stabilities: number
  key: string
  cards: { toTarget?: CardOfWord; toSource?: CardOfWord }
}

function wordOf({ cards, stabilities, key: _, ...row }: WordRow, day: string, settings: ReviewSettings): MetWord {
  const memory = (card: CardOfWord | undefined): Memory | null =>
    card
      ? {
          strength: recallAfter(Math.max(0, daysBetween(card.lastReviewDay, day)) / card.stability, settings),
          due: new Date(card.due).toISOString(),
          lastReviewAt: new Date(card.lastReviewAt).toISOString(),
          reviews: card.reps,
          lapses: card.lapses
        }
      : null
  return {
    ...row,
    target: displayText(mainForm(row.target)),
    source: displayText(mainForm(row.source)),
    strength: recallAfter(stabilities, settings),
    toTarget: memory(cards.toTarget),
    toSource: memory(cards.toSource)
  }
}

// Strength changes by the day, so that no index has its order: the learner's cards of the course are read and sorted.
const selectWords = compiled(
  (
    _db,
    userId: string,
    courseId: string,
    day: string,
    sort: string,
    afterKey: string,
    afterItem: string,
    limit: number
  ) => sql<WordRow>`
    with card as (
      select
        item_id, min(due) as due, max(greatest(0, ${day}::date - last_review_day) / stability) as stabilities
      from cards
      where user_id = ${userId} and course_id = ${courseId}
      group by item_id
    ), word as (
      select
        card.*, progress.last_seen_at,
        case ${sort}::text
          when 'due' then extract(epoch from card.due)::float8
          when 'strength' then -card.stabilities
          else -extract(epoch from progress.last_seen_at)::float8
        end as key
      from card
      join item_progress as progress
        on progress.user_id = ${userId} and progress.course_id = ${courseId} and progress.item_id = card.item_id
    )
    select
      word.item_id as item, items.kind, skills.slug as skill, items.target, items.source,
      word.last_seen_at as "lastSeenAt", word.due, word.stabilities, word.key::text as key,
      (
        select json_object_agg(direction, json_build_object(
          'stability', stability, 'due', due, 'lastReviewAt', last_review_at, 'lastReviewDay', last_review_day,
          'reps', reps, 'lapses', lapses
        ))
        from cards
        where user_id = ${userId} and course_id = ${courseId} and item_id = word.item_id
      ) as cards
    from word
    join items on items.id = word.item_id and not items.retired
    join skills on skills.id = items.skill_id
    where (word.key, word.item_id) > (${afterKey}::float8, ${afterItem}::uuid)
    order by word.key, word.item_id
    limit ${limit}`
)
