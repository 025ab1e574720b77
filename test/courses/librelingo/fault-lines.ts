import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault, FaultCode } from '../../../src/courses/report.ts'

/** What the line of a fault must look like for the fault to be true. */
const looks: Partial<Record<FaultCode, RegExp>> = {
  spacing: /\S\s{2,}\S|\s["']|["']\s|\u00a0$/,
  'curly-apostrophe': /\p{L}’\p{L}/u,
  'unbalanced-marks': /[()]/,
  'misspelt-key': /^\s+(- )?[^:]+:/,
  'misplaced-key': /Also accepted:|Alternative translations:/,
  'integer-id': /^\s+Id: \d+$/,
  'duplicate-key': /^\s*(Phrases|Images|Translation|Alternative \w+):/
}

/** Faults whose line does not look as if they were true. */
export const falseFaults = (faults: readonly Fault[], lineOf: (fault: Fault) => string): Fault[] =>
  faults.filter((fault) => looks[fault.code] && !looks[fault.code]!.test(lineOf(fault)))

/** What the line says of which a fault in the folder of a course speaks. */
export function lineReader(folder: string): (fault: Fault) => string {
  const files = new Map<string, string[]>()
  return ({ file, line }) => {
    const lines = files.get(file) ?? readFileSync(join(folder, 'course', file), 'utf8').split('\n')
    files.set(file, lines)
    return lines[line - 1] ?? ''
  }
}
