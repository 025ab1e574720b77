/** In characters, as SMTP has it. */
export const LONGEST_EMAIL = 254

// What RFC 6531 adds to an atom is everything beyond ASCII; nothing that cannot be seen, but for the joiners of Persian
// and Indic words.
const ATOM = String.raw`[[^\s\p{C}"\(\),.:;<>@\[\\\]]\u200c\u200d]+`
const LABEL = String.raw`(?!-)[\p{L}\p{M}\p{N}\-\u200c\u200d]{1,63}(?<!-)`
const EMAIL = new RegExp(
  String.raw`^(?=.{3,${LONGEST_EMAIL}}$)(?=.{1,64}@)${ATOM}(?:\.${ATOM})*@(?:${LABEL}\.)+${LABEL}$`,
  'v'
)

/** One address, however it is typed: case folded, in NFKC. */
export const foldEmail = (email: string): string => email.normalize('NFKC').toLowerCase()

/**
 * Whether a text, once it is folded, is an e-mail address of any script (RFC 6531): atoms between single dots, 64
 * characters of them at most, and a domain of two labels or more. Takes linear time.
 */
export const isEmail = (text: string): boolean => text.length <= 2 * LONGEST_EMAIL && EMAIL.test(foldEmail(text))
