import { PatternError } from '../language/pattern-syntax.ts'
import { expandPattern } from '../language/patterns.ts'
import type { Item, Side } from './document.ts'
import { MOST_FORMS } from './forms-of.ts'
import { quote } from './report.ts'

/** A pattern of an item that cannot be stored, as the `index`th of its side; the message says how to mend it. */
export interface PatternFault {
  side: Side
  index: number
  code: 'bad-pattern' | 'large-pattern'
  message: string
}

/** The patterns of an item that are none, or too large; without these it can be stored. */
export const patternFaults = (item: Pick<Item, Side | 'patterns'>): PatternFault[] =>
  (['target', 'source'] as const).flatMap((side) => {
    const forms = new Set(item[side])
    return item.patterns[side].flatMap((pattern, index): PatternFault[] => {
      try {
        const all = forms.union(new Set(expandPattern(pattern)))
        if (all.size > MOST_FORMS) {
          const message = `With ${quote(pattern)} there are ${all.size} forms, and ${MOST_FORMS} are the most; take some out`
          return [{ side, index, code: 'large-pattern', message }]
        }
        for (const form of all) forms.add(form)
        return []
      } catch (error) {
        if (!(error instanceof PatternError)) throw error
        const code = error.tooLarge ? 'large-pattern' : 'bad-pattern'
        return [{ side, index, code, message: `In ${quote(pattern)}: ${error.message}` }]
      }
    })
  })
