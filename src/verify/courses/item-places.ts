import { orphans, relation } from '../relation.ts'

/** A course's skills are in units, and its items in skills, of the same course. */
export const itemPlaces = orphans(
  [
    relation('skills', 'course_id, unit_id', 'units', 'course_id, id'),
    relation('items', 'course_id, skill_id', 'skills', 'course_id, id')
  ],
  'course_id'
)
