import { type Static, Type } from '@sinclair/typebox'
import type { CourseDocument, Item, Side, Skill } from '../courses/document.ts'
import { licenceConflict } from '../courses/licence.ts'
import { patternFaults } from '../courses/pattern-faults.ts'
import { type FaultCode, quote, type Severity } from '../courses/report.ts'
import { StringEnum } from '../http/schema.ts'
import { loose } from '../language/loose.ts'
import { mainForm } from '../language/main-form.ts'

/** A fault in a course document. */
export const DocumentFault = Type.Object(
  {
    pointer: Type.String({ description: 'JSON Pointer into the document', examples: ['/units/0/skills/2/items/5'] }),
    code: Type.String({ examples: ['empty-skill'] }),
    severity: StringEnum(['error', 'warning', 'info'], {
      description: 'An error keeps the course from being published'
    }),
    message: Type.String({ description: 'What is wrong and how to mend it' })
  },
  { title: 'DocumentFault' }
)
export type DocumentFault = Static<typeof DocumentFault>

const fault = (pointer: string, code: FaultCode, severity: Severity, message: string): DocumentFault => ({
  pointer,
  code,
  severity,
  message
})

/** What an author should mend before publishing a course; errors keep it from being published. */
export function checkCourse(course: CourseDocument): DocumentFault[] {
  const skills = course.units.flatMap((unit, i) =>
    unit.skills.map((skill, j) => ({ skill, pointer: `/units/${i}/skills/${j}` }))
  )
  const items = skills.flatMap(({ skill, pointer }) =>
    skill.items.map((item, k) => ({ item, pointer: `${pointer}/items/${k}` }))
  )
  return [
    ...checkLicence(course),
    ...course.units.flatMap(({ skills, name }, i) =>
      skills.length === 0
        ? [fault(`/units/${i}`, 'empty-module', 'warning', `${quote(name)} has no skill: add one or remove the unit`)]
        : []
    ),
    ...repeated(
      course.units.map((unit, i) => ({ text: unit.slug, pointer: `/units/${i}/slug` })),
      'duplicate-slug'
    ),
    ...repeated(
      skills.map(({ skill, pointer }) => ({ text: skill.slug, pointer: `${pointer}/slug` })),
      'duplicate-slug'
    ),
    ...repeated(
      items.map(({ item, pointer }) => ({ text: item.id, pointer: `${pointer}/id` })),
      'duplicate-id'
    ),
    ...skills.flatMap(({ skill, pointer }) => checkSkill(skill, pointer)),
    ...items.flatMap(({ item, pointer }) => checkItem(item, pointer)),
    ...severalAnswers(items, 'source', 'target'),
    ...severalAnswers(items, 'target', 'source')
  ]
}

function checkLicence(course: CourseDocument): DocumentFault[] {
  if (!licenceConflict(course)) return []
  const message = `${quote(course.licence!.name)} here, ${quote(course.licenceFile!)} in the licence file: correct one`
  return [fault('/licence', 'licence-conflict', 'warning', message)]
}

function checkSkill({ name, items, dictionary }: Skill, pointer: string): DocumentFault[] {
  if (items.length === 0 && dictionary.length === 0) {
    return [fault(pointer, 'empty-skill', 'warning', `${quote(name)} has no words, phrases or dictionary: fill it`)]
  }
  const pairs = items.map(({ target, source }, k) => ({
    text: `${target[0]} = ${source[0]}`,
    pointer: `${pointer}/items/${k}`
  }))
  return repeated(pairs, 'duplicate-item', 'warning')
}

const checkItem = (item: Item, pointer: string): DocumentFault[] => [
  ...(['target', 'source'] as const).flatMap((side) =>
    mainForm(item[side]) === ''
      ? [fault(`${pointer}/${side}`, 'missing-text', 'error', 'No form here has a word that could be asked for')]
      : []
  ),
  ...patternFaults(item).map(({ side, index, code, message }) =>
    fault(`${pointer}/patterns/${side}/${index}`, code, 'error', message)
  )
]

function repeated(
  all: readonly { text: string; pointer: string }[],
  code: FaultCode,
  severity: Severity = 'error'
): DocumentFault[] {
  const first = new Map<string, string>()
  return all.flatMap(({ text, pointer }) => {
    const earlier = first.get(text)
    if (earlier === undefined) first.set(text, pointer)
    return earlier === undefined ? [] : [fault(pointer, code, severity, `${quote(text)} is at ${earlier} already`)]
  })
}

/** Prompts with more than one main answer, each further answer a fault. */
function severalAnswers(
  items: readonly { item: Item; pointer: string }[],
  asked: Side,
  answered: Side
): DocumentFault[] {
  const answers = Map.groupBy(items, ({ item }) => loose(item[asked][0]!))
  return [...answers.values()].flatMap(([first, ...others]) =>
    others
      .filter(({ item }) => loose(item[answered][0]!) !== loose(first!.item[answered][0]!))
      .map(({ item, pointer }) => {
        const [prompt, one, other] = [item[asked][0]!, item[answered][0]!, first!.item[answered][0]!].map(quote)
        const message = `${prompt} is ${one} here and ${other} at ${first!.pointer}: either is accepted; tell them apart`
        return fault(pointer, 'several-answers', 'info', message)
      })
  )
}
