import { readFile } from 'node:fs/promises'
import { Invalid } from '../http/validation.ts'

/** A password that whoever guesses tries first: to be mended like any other field. */
export class CommonPassword extends Invalid {
  constructor(pointer: string) {
    super([{ pointer, message: 'must not be one of the 10,000 commonest passwords' }])
  }
}

/** The list has passwords of any length, the commonest first; shorter ones are no passwords here. */
const MIN_LENGTH = 8
const LISTED = 10_000

/** One password a line: a tenth of the memory that a set of them takes, and searched in microseconds. */
let commonest: Promise<string> | undefined

/** Whether it is one of the 10,000 commonest passwords of eight characters or more, in any case and any composition. */
export async function isCommonPassword(password: string): Promise<boolean> {
  commonest ??= readCommonest().catch((error) => {
    commonest = undefined
    throw error
  })
  return (await commonest).includes(`\n${password.normalize('NFKC').toLowerCase()}\n`)
}

/** Read from the file instead of imported: a module, with its 40,000 other passwords, would never leave memory. */
async function readCommonest(): Promise<string> {
  const file = new URL(import.meta.resolve('@zxcvbn-ts/language-common/src/passwords.json'))
  const passwords: string[] = JSON.parse(await readFile(file, 'utf8'))
  const listed = passwords.filter(({ length }) => length >= MIN_LENGTH).slice(0, LISTED)
  return `\n${listed.join('\n')}\n`
}
