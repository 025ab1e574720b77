import { isBalanced } from './marks.ts'
import { type FaultCode, quote } from './report.ts'

/** What is to be said of a text, wherever it stands. */
export interface Remark {
  code: FaultCode
  message: string
}

/** A text as it is stored, `undefined` where there is none or it can't be used, and what was changed or looks wrong. */
export interface TidyText {
  text: string | undefined
  remarks: readonly Remark[]
}

const PLAIN = /^[!-z]+( [!-z]+)*$/
/** In characters: of millions the pattern would overflow the stack. */
const LONG = 10_000
const NONE: readonly Remark[] = []

/** An author's text in NFC and single-spaced. */
export function tidyText(written: string): TidyText {
  if (written.includes('\0') || !written.isWellFormed()) return { text: undefined, remarks: [UNUSABLE] }
  if (written.length < LONG && PLAIN.test(written) && !/[()]/.test(written)) return { text: written, remarks: NONE }

  const remarks: Remark[] = []
  const spaced = written.replace(/\s{2,}|[\t\r\n]/g, ' ').trim()
  if (spaced === '') return { text: undefined, remarks: NONE }
  if (spaced !== written.replace(/\n$/, ''))
    remarks.push({
      code: 'spacing',
      message: `Spaces too many in ${quote(written)}: stored as ${quote(spaced)}`
    })
  const text = spaced.normalize('NFC')
  if (text !== spaced)
    remarks.push({ code: 'not-nfc', message: `${quote(text)} is stored in Unicode's composed form (NFC)` })
  if (!isBalanced(text))
    remarks.push({
      code: 'unbalanced-marks',
      message: `${quote(text)} opens or closes a brace or parenthesis without its partner`
    })
  return { text, remarks }
}

const UNUSABLE: Remark = {
  code: 'unusable-text',
  message: 'The text holds a NUL or half a character (a lone surrogate): left out'
}
