import { Type } from '@sinclair/typebox'

/** What holds for a learner who has not chosen. */
export const DEFAULT_RETENTION = 0.9

/** The retention that a learner may wish for: fewer reviews at the one end, hardly anything forgotten at the other. */
export const DesiredRetention = Type.Number({
  minimum: 0.7,
  maximum: 0.97,
  description:
    'The probability of recall at which a review falls due. A change holds for what is reviewed from then on',
  examples: [DEFAULT_RETENTION]
})
