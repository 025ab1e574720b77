import { planArrange } from './arrange.ts'
import { planChoose } from './choose.ts'
import type { Direction } from './direction.ts'
import { planFill } from './fill.ts'
import { planListen } from './listen.ts'
import type { Material } from './material.ts'
import { ask } from './question.ts'
import { shuffle } from './random.ts'
import type { Plan, Tally } from './tally.ts'
import { planType } from './type.ts'
import type { Entry } from './vocabulary.ts'

/** Makes an exercise when its turn comes, or finds that it cannot. */
export type Step = () => Plan

const FAMILIAR = 0.4
const KNOWN = 0.75

/** Whether an item is known so little that to pick or match it is no waste of time: its strength is below 0.4. */
export const isNew = ({ item }: Entry): boolean => (item.strength ?? 0) < FAMILIAR

/**
 * For each entry, easier before harder, what may come at its turn: of a few exercises as hard as one another the first that
 * can be made. What comes first changes from one item to the next, so that every kind has its turn. New items are picked
 * and matched first; familiar ones (strength 0.4) begin with arranging or filling in, or with writing where they are words;
 * known ones (0.75) with writing, or listening where there is something to hear. Of new words that are due half are written.
 */
export function ladderEach(material: Material, batch: readonly Entry[], { seen }: Tally): Step[][][] {
  const start = material.random(2)
  return batch.map((entry, index) => {
    const turned = (start + Math.floor(index / 2)) % 2 === 1
    const turn = (steps: Step[]) => (turned ? steps.toReversed() : steps)
    const choose =
      (direction: Direction): Step =>
      () =>
        planChoose(material, entry, direction)
    const arrange =
      (direction: Direction): Step =>
      () =>
        planArrange(material, entry, direction)
    const fill = () => planFill(material, entry, seen)
    const listen = () => planListen(material, entry)
    const type =
      (direction: Direction): Step =>
      () => {
        const question = ask(material, entry, direction)
        return question && planType(material, entry, question)
      }
    const [one, other] = directions(material, entry)
    // What is due in a direction is asked in it.
    const due = entry.item.direction
    const first = due ? [type(one)] : turn([listen, type(one)])
    const hard = [first, turn([type(other), listen]), [type(one)]]
    // A review is often over after each item's first turn: of words that are hardly known half are written all the same.
    const easy = due && turned ? [] : [[choose(one), choose(other)]]
    const ladder = { easy, middle: [] as Step[][], hard }
    if (entry.item.kind === 'phrase') {
      ladder.easy = [turn([arrange(due ?? 'toSource'), choose(one)])]
      ladder.middle = [due === 'toSource' ? [arrange(due)] : turn([fill, arrange('toTarget')])]
    }
    return startingAt(entry, ladder)
  })
}

/** The steps that are not too easy for what is known so well. */
function startingAt(entry: Entry, { easy, middle, hard }: Record<'easy' | 'middle' | 'hard', Step[][]>): Step[][] {
  if (isNew(entry)) return [...easy, ...middle, ...hard]
  return (entry.item.strength ?? 0) < KNOWN ? [...middle, ...hard] : hard
}

function directions({ random }: Material, { item }: Entry): [Direction, Direction] {
  const [one, other] = shuffle<Direction>(random, ['toTarget', 'toSource']) as [Direction, Direction]
  return item.direction === other ? [other, one] : [one, other]
}
