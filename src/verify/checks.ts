import type { Check } from './check.ts'
import { editionItems } from './courses/edition-items.ts'
import { itemPlaces } from './courses/item-places.ts'
import { courseOrphans } from './courses/orphans.ts'
import { publishedRevision } from './courses/published-revision.ts'
import { answerVerdicts } from './learners/answer-verdicts.ts'
import { cards } from './learners/cards.ts'
import { exerciseItems } from './learners/exercise-items.ts'
import { exerciseNumbers } from './learners/exercise-numbers.ts'
import { freezes } from './learners/freezes.ts'
import { itemProgress } from './learners/item-progress.ts'
import { learnerOrphans } from './learners/orphans.ts'
import { reviewLog } from './learners/review-log.ts'
import { sessionSummaries } from './learners/session-summaries.ts'
import { sessionXp } from './learners/session-xp.ts'
import { statistics } from './learners/statistics.ts'
import { studyDays } from './learners/study-days.ts'
import { xpLedger } from './learners/xp-ledger.ts'
import { ownerless } from './ownerless.ts'

/** What must hold of each learner's rows. */
export const learnerChecks: Record<string, Check> = {
  'learner-orphans': learnerOrphans,
  'exercise-numbers': exerciseNumbers,
  'exercise-items': exerciseItems,
  'answer-verdicts': answerVerdicts,
  'item-progress': itemProgress,
  'review-log': reviewLog,
  cards,
  'session-summaries': sessionSummaries,
  'session-xp': sessionXp,
  'xp-ledger': xpLedger,
  statistics,
  'study-days': studyDays,
  freezes
}

/** What must hold of each course's rows. */
export const courseChecks: Record<string, Check> = {
  'course-orphans': courseOrphans,
  'item-places': itemPlaces,
  'published-revision': publishedRevision,
  'edition-items': editionItems
}

/** What must hold of rows that no learner and no course leads to. */
export const databaseChecks: Record<string, Check> = { ownerless }
