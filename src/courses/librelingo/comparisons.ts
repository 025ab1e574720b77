import type { Side } from '../document.ts'
import { type Fault, type FaultCode, fault, type Place, quote } from '../report.ts'
import type { LocatedItem } from './items.ts'
import type { LocatedSkill } from './skill.ts'
import { wordsOf } from './words.ts'

/** The faults that only show between a course's skills: what is given twice, asked twice or explained nowhere. */
export function compareSkills(skills: readonly LocatedSkill[]): Fault[] {
  const items = skills.flatMap((located) => located.items)
  return [
    ...repeats(
      skills.flatMap(({ id }) => id ?? []),
      'duplicate-id',
      'The Id'
    ),
    ...repeats(
      skills.map(({ skill, namedAt }) => ({ text: skill.name, place: namedAt })),
      'duplicate-name',
      'The Name'
    ),
    ...severalAnswers(items, 'source', 'target'),
    ...severalAnswers(items, 'target', 'source'),
    ...unexplained(skills, 'target'),
    ...unexplained(skills, 'source')
  ]
}

function repeats(texts: readonly { text: string; place: Place }[], code: FaultCode, what: string): Fault[] {
  const first = new Map<string, Place>()
  return texts.flatMap(({ text, place }) => {
    const earlier = first.get(text)
    if (!earlier) first.set(text, place)
    return earlier
      ? [fault(place, code, `${what} ${quote(text)} is given in ${earlier.file} already: choose another`)]
      : []
  })
}

/** Prompts with more than one main answer, each further answer a fault. */
function severalAnswers(items: readonly LocatedItem[], asked: Side, answered: Side): Fault[] {
  const prompts = new Map<string, Map<string, LocatedItem>>()
  return items.flatMap((located) => {
    const [prompt, answer] = [located.item[asked][0]!, located.item[answered][0]!]
    const answers = prompts.get(comparable(prompt)) ?? new Map<string, LocatedItem>()
    prompts.set(comparable(prompt), answers)
    const [other] = answers.values()
    const isNew = !answers.has(comparable(answer))
    if (isNew) answers.set(comparable(answer), located)
    if (!isNew || !other) return []
    const elsewhere = `${quote(other.item[answered][0]!)} in ${other.place.file}:${other.place.line}`
    const message = `${quote(prompt)} is ${quote(answer)} here and ${elsewhere}: either is accepted; say which is meant`
    return [fault(located.place, 'several-answers', message)]
  })
}

/** A form as learners compare forms: without case and punctuation. */
const comparable = (form: string) =>
  form
    .toLowerCase()
    .split(/[\p{P}\p{S}\s]+/u)
    .filter(Boolean)
    .join(' ') || form

/** The words of phrases that no dictionary and no word taught explains, each once, where it first occurs. */
function unexplained(skills: readonly LocatedSkill[], side: Side): Fault[] {
  // Skills repeat each other's dictionaries.
  const terms = new Set<string>()
  for (const { skill } of skills) for (const entry of skill.dictionary) if (entry.side === side) terms.add(entry.term)
  const known = new Set([...terms].flatMap(wordsOf))
  const items = skills.flatMap((located) => located.items)
  for (const { item } of items)
    if (item.kind === 'word') for (const form of item[side]) for (const word of wordsOf(form)) known.add(word)
  if (!terms.size) return []
  return items.flatMap(({ item, place }) =>
    wordsOf(item[side][0]!).flatMap((word) => {
      if (known.has(word)) return []
      known.add(word)
      return [fault(place, 'not-in-dictionary', `No dictionary of the course has ${quote(word)}: add it to one`)]
    })
  )
}
