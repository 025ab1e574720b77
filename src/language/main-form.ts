import { displayText, readings } from './forms.ts'
import { plain } from './loose.ts'
import { hasWord } from './tokens.ts'

/** In characters: nobody reads or types more as one answer. */
const LONGEST = 400

/** In characters, of a form with its author's marks: of a longer one neither words nor answers are made. */
export const LONGEST_FORM = 2_000

/** Whether a text can be asked for or typed: it has a word, and at most 400 characters. */
export const isAskable = (text: string): boolean => text.length <= LONGEST && hasWord(text)

/** The form of an item's side that exercises show, as the author wrote it; empty where none can be asked. */
export const mainForm = (forms: readonly string[]): string =>
  forms.find((form) => form.length <= LONGEST_FORM && isAskable(displayText(form)) && readings(form).some(isAskable)) ??
  ''

/** What an item's side can be asked by, each form by its letters alone: items that have one in common answer each other. */
export const promptsOf = (forms: readonly string[]): string[] => [
  ...new Set(
    forms
      .filter((form) => form.length <= LONGEST_FORM)
      .map(displayText)
      .filter(isAskable)
      .map(plain)
  )
]
