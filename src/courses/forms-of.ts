import type { Item, Side } from './document.ts'

/** Every form that an item accepts on a side, the main one first, as its author marked them: those written out, then its patterns'. */
export const formsOf = (item: Item, side: Side): string[] => item[side]
