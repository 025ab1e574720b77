import { orphans, relation } from './relation.ts'

const ofLearners = [
  'enrollments',
  'study_sessions',
  'study_exercises',
  'answers',
  'item_progress',
  'cards',
  'reviews',
  'fsrs_parameters',
  'xp_entries',
  'study_days',
  'streak_freezes',
  'daily_goals',
  'learner_statistics',
  'pending_completions',
  'setting_changes',
  'answer_reports',
  'notifications',
  'collaborators',
  'import_jobs',
  'sessions'
] as const

/** Rows of learners whom there is not. */
export const ownerless = orphans(ofLearners.map((table) => relation(table, 'user_id', 'users', 'id')))
