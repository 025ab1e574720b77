import { orphans, relation } from '../relation.ts'

/** A learner's rows that belong to others which are not there. */
export const learnerOrphans = orphans(
  [
    relation('study_sessions', 'course_id', 'courses', 'id'),
    relation('study_sessions', 'course_id, skill_id', 'skills', 'course_id, id'),
    relation('study_exercises', 'user_id, session_id', 'study_sessions', 'user_id, id'),
    relation('answers', 'user_id, session_id, number', 'study_exercises'),
    relation('answer_reports', 'user_id, session_id, number', 'answers'),
    relation('answer_reports', 'group_id', 'answer_groups', 'id'),
    relation('item_progress', 'course_id, item_id', 'items', 'course_id, id'),
    relation('cards', 'course_id, item_id', 'items', 'course_id, id'),
    relation('reviews', 'user_id, session_id, number', 'answers'),
    relation('learner_statistics', 'course_id', 'courses', 'id'),
    relation('pending_completions', 'user_id, session_id', 'study_sessions', 'user_id, id'),
    relation('enrollments', 'course_id', 'courses', 'id'),
    relation('collaborators', 'course_id', 'course_revisions'),
    relation('import_chunks', 'user_id, import_id', 'import_jobs', 'user_id, id')
  ],
  'user_id'
)
