import { orphans, relation } from '../relation.ts'

/** A course's rows that belong to others which are not there. */
export const courseOrphans = orphans(
  [
    relation('units', 'course_id', 'courses', 'id'),
    relation('skills', 'course_id', 'courses', 'id'),
    relation('items', 'course_id', 'courses', 'id'),
    relation('lookalikes', 'course_id', 'courses', 'id'),
    relation('item_terms', 'course_id, item_id', 'items', 'course_id, id'),
    relation('item_aliases', 'course_id, item_id', 'items', 'course_id, id'),
    relation('item_statistics', 'course_id, item_id', 'items', 'course_id, id'),
    relation('item_wrong_answers', 'course_id, item_id', 'items', 'course_id, id'),
    relation('answer_groups', 'course_id, item_id', 'items', 'course_id, id')
  ],
  'course_id'
)
