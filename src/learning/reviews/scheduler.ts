import { type FSRS, fsrs } from 'ts-fsrs'
import { DEFAULT_RETENTION, DesiredRetention } from './retention.ts'

/** How many parameters FSRS-6 has. */
const PARAMETERS = 21

/** What a learner's cards are scheduled by. */
export interface ReviewSettings {
  /** From 0.70 to 0.97. */
  retention: number
  /** The 21 of FSRS-6, fitted to the learner's reviews; null for the published ones. */
  parameters: readonly number[] | null
}

/** What holds for a learner who has chosen nothing. */
export const defaultSettings: ReviewSettings = { retention: DEFAULT_RETENTION, parameters: null }

/**
 * FSRS-6 with a learner's settings, without fuzz, so that the same reviews always make the same card. Throws a `RangeError`
 * for a retention or parameters that FSRS would replace by its defaults without a word.
 */
export function scheduler({ retention, parameters }: ReviewSettings): FSRS {
  if (!(retention >= DesiredRetention.minimum! && retention <= DesiredRetention.maximum!)) {
    throw new RangeError(`The desired retention ${retention} is not from 0.70 to 0.97`)
  }
  if (parameters && !(parameters.length === PARAMETERS && parameters.every(Number.isFinite))) {
    throw new RangeError(`FSRS-6 has ${PARAMETERS} finite parameters, not [${parameters}]`)
  }
  return fsrs({ request_retention: retention, enable_fuzz: false, ...(parameters && { w: [...parameters] }) })
}
