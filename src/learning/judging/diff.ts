import type { Token } from '../../language/tokens.ts'
import type { DiffToken } from '../verdict.ts'
import type { Step } from './align.ts'

/**
 * The steps as a screen colours them, texts as they were written with their punctuation. `equal` is the same word but
 * for case and punctuation. What the accepted answer writes without a space stays one token (`don't`).
 */
export function diffOf(steps: readonly Step[], spaced: boolean): DiffToken[] {
  const groups: Step[][] = []
  for (const step of steps) {
    const group = groups.at(-1)
    if (group && step.expected[0]?.glued && group[0]!.expected.length > 0) group.push(step)
    else groups.push([step])
  }
  return groups.map((group) => {
    const given = textOf(
      group.flatMap((step) => step.given),
      spaced
    )
    const expected = textOf(
      group.flatMap((step) => step.expected),
      spaced
    )
    if (given === null) return { kind: 'missing', given, expected }
    if (expected === null) return { kind: 'extra', given, expected }
    return { kind: group.every((step) => step.match.equal) ? 'equal' : 'changed', given, expected }
  })
}

function textOf(tokens: readonly Token[], spaced: boolean): string | null {
  if (tokens.length === 0) return null
  return tokens.map((token, index) => (index > 0 && spaced && !token.glued ? ` ${token.text}` : token.text)).join('')
}
