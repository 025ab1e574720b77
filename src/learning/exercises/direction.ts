import type { Static } from '@sinclair/typebox'
import { StringEnum } from '../../http/schema.ts'

export const Direction = StringEnum(['toTarget', 'toSource'], {
  description: 'Into the language taught, or into the one the learner speaks'
})
export type Direction = Static<typeof Direction>
