const DIGIT = /\p{N}/u
const isDigit = (letter: string) => (letter <= '~' ? letter >= '0' && letter <= '9' : DIGIT.test(letter))

/** How many edits make a typo of a word: one in 4 to 7 letters, two in 8 or more, none in shorter words and numbers. */
export function typoAllowance(word: readonly string[]): number {
  if (word.length < 4 || word.some(isDigit)) return 0
  return word.length < 8 ? 1 : 2
}

/**
 * Edits (insert, delete, substitute, or swap two neighbours) that make one word of the other: the optimal string
 * alignment distance. Anything above `limit` comes back as `limit + 1`; only cells near the diagonal are worked out.
 */
export function editDistance(a: readonly string[], b: readonly string[], limit: number): number {
  let endA = a.length
  let endB = b.length
  if (Math.abs(endA - endB) > limit) return limit + 1
  while (endA > 0 && endB > 0 && a[endA - 1] === b[endB - 1]) {
    endA--
    endB--
  }
  let start = 0
  while (start < endA && start < endB && a[start] === b[start]) start++
  if (start === endA || start === endB) return endA + endB - 2 * start

  const [height, width] = [endA - start, endB - start]
  if (limit === 0 || (height === 1 && width === 1)) return 1
  let beforeLast: number[] = []
  let last: number[] = []
  for (let j = 0; j <= width; j++) last.push(j)
  for (let i = 1; i <= height; i++) {
    const row: number[] = new Array(width + 1).fill(limit + 1)
    row[0] = i
    let least = i
    for (let j = Math.max(1, i - limit); j <= Math.min(width, i + limit); j++) {
      const one = a[start + i - 1]
      const other = b[start + j - 1]
      let edits = Math.min(last[j - 1]! + (one === other ? 0 : 1), last[j]! + 1, row[j - 1]! + 1)
      const swapped = i > 1 && j > 1 && one === b[start + j - 2] && a[start + i - 2] === other
      if (swapped) edits = Math.min(edits, beforeLast[j - 2]! + 1)
      row[j] = edits
      least = Math.min(least, edits)
    }
    if (least > limit) return limit + 1
    beforeLast = last
    last = row
  }
  return Math.min(last[width]!, limit + 1)
}

/** The letters of a word as a set of 32 bits, by which most words are told apart without being compared. */
export function letterBits(word: readonly string[]): number {
  let bits = 0
  for (const letter of word) bits |= 1 << (letter.codePointAt(0)! & 31)
  return bits
}

/** Whether words with these letters are surely more than `limit` edits apart: one edit changes two bits at most. */
export function surelyApart(bits: number, otherBits: number, limit: number): boolean {
  let different = bits ^ otherBits
  let count = 0
  for (; different !== 0; different &= different - 1) if (++count > 2 * limit) return true
  return false
}
