import type { FaultCode } from '../report.ts'

/** Where a value stands within a document: the keys and indices that lead to it. */
export type Path = readonly (string | number)[]

/** Something wrong with a value of a document. */
export interface Violation {
  path: Path
  code: FaultCode
  message: string
}

/** A path as a JSON Pointer (RFC 6901). */
export const pointerOf = (path: Path): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** The path that a JSON Pointer stands for; indices come as texts. */
export const pathOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
