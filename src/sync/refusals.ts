import { toProblem } from '../http/problem.ts'
import type { Refusal } from './schemas.ts'

/** An event that is not taken; its name says why, as that of an error says in a problem. */
export class EventRefused extends Error {
  readonly statusCode = 422

  constructor(name: string, detail: string) {
    super(detail)
    this.name = name
  }
}

/** Why an event is refused, from what was thrown for it. Throws it again where it is not the event's fault. */
export function refusalOf(error: unknown): Refusal {
  const { type, title, status, detail } = toProblem(error, '').problem
  if (status >= 500) throw error
  return { type, title, status, detail }
}
