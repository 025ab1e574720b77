import { tidy } from '../../language/normalise.ts'
import { hasWord } from '../../language/tokens.ts'
import { type Place, quote } from '../report.ts'
import { tidyText } from '../tidy-text.ts'
import type { FaultLog } from './fault-log.ts'

/** In characters: nobody reads or types more as one answer. */
const LONGEST = 400
const LONGEST_NAME = 100

/** The texts of one side that can be used, tidied, each once; what can't be used is reported and left out. */
export function usableForms(texts: readonly string[], place: Place, log: FaultLog): string[] {
  return [...new Set(texts.flatMap((text) => usable(text, place, log) ?? []))]
}

function usable(text: string, place: Place, log: FaultLog): string | undefined {
  if (text.length > 10 * LONGEST) return tooLong(text, place, log)
  const { text: form, remarks } = tidyText(tidy(text))
  for (const { code, message } of remarks) log.report(place, code, message)
  if (form === undefined) return undefined
  if (form.length > LONGEST) return tooLong(form, place, log)
  if (!hasWord(form)) {
    log.report(place, 'unusable-text', `${quote(form)} has neither a letter nor a digit: left out`)
    return undefined
  }
  return form
}

function tooLong(text: string, place: Place, log: FaultLog): undefined {
  log.report(
    place,
    'too-long',
    `${quote(text)} has ${text.length} characters: left out; divide it, ${LONGEST} is the limit`
  )
}

/** References and patterns that can be stored, tidied; others are left out. */
export const usableReferences = (texts: readonly string[]): string[] => [
  ...new Set(
    texts
      .filter((text) => text.length <= LONGEST && isStorable(text))
      .map(tidy)
      .filter(Boolean)
  )
]

/** The name of a unit or skill, at most 100 characters of it, or the fallback where it says nothing. */
export function usableName(name: string, fallback: string): string {
  const plain = tidy(
    name
      .slice(0, 10 * LONGEST_NAME)
      .toWellFormed()
      .replace(/\p{Cc}/gu, ' ')
  )
  const cut = [...plain].length > LONGEST_NAME ? `${[...plain].slice(0, LONGEST_NAME - 1).join('')}…` : plain
  return cut || fallback
}

const isStorable = (text: string) => !text.includes('\0') && text.isWellFormed()
