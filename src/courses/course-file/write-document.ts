import { isDeepStrictEqual } from 'node:util'
import type { TSchema } from '@sinclair/typebox'
import { CourseDocument, Skill } from '../document.ts'
import { indented, repeatedYaml, yamlText } from '../yaml-text.ts'
import { prettyJson } from './pretty-json.ts'

/**
 * A course as the text of a document, in pieces of a skill at most. Fields are in the order of the schema, and those that
 * equal their default are left out: equal courses make equal texts, and reading one gives the same course.
 */
export function* writeDocument(course: CourseDocument, format: 'json' | 'yaml'): Generator<string> {
  const { units: _, ...head } = withoutDefaults(CourseDocument, { ...course, units: [] }) as Record<string, unknown>
  const write = format === 'json' ? json : yamlWriter()
  yield write.begin(head, course.units.length === 0)
  for (const [i, { slug, name, skills }] of course.units.entries()) {
    yield write.beginUnit({ slug, name }, skills.length === 0, i === 0)
    for (const [j, skill] of skills.entries())
      yield write.skill(withoutDefaults(Skill, skill) as Partial<Skill>, j === 0)
    yield write.endUnit(skills.length === 0)
  }
  yield write.end(course.units.length === 0)
}

const json = {
  begin: (head: object, isLast: boolean) => `{\n${jsonFields(head, 1)}  "units": [${isLast ? '' : '\n'}`,
  beginUnit: (unit: object, isEmpty: boolean, isFirst: boolean) =>
    `${isFirst ? '' : ',\n'}    {\n${jsonFields(unit, 3)}      "skills": [${isEmpty ? '' : '\n'}`,
  skill: (skill: Partial<Skill>, isFirst: boolean) => `${isFirst ? '' : ',\n'}        ${prettyJson(skill, 4)}`,
  endUnit: (isEmpty: boolean) => `${isEmpty ? '' : '\n      '}]\n    }`,
  end: (isEmpty: boolean) => `${isEmpty ? '' : '\n  '}]\n}\n`
}

const jsonFields = (fields: object, depth: number) =>
  Object.entries(fields)
    .map(([name, value]) => `${'  '.repeat(depth)}${JSON.stringify(name)}: ${prettyJson(value, depth)},\n`)
    .join('')

function yamlWriter(): typeof json {
  const entry = repeatedYaml((each: unknown) => each, 10)
  return {
    begin: (head, isLast) => `${yamlText(head)}units:${isLast ? ' []' : ''}\n`,
    beginUnit: (unit, isEmpty) => `${indented(yamlText([unit]), 2)}    skills:${isEmpty ? ' []' : ''}\n`,
    skill: ({ dictionary, ...rest }) => {
      const entries = dictionary ? ['        dictionary:\n', ...dictionary.map(entry)] : []
      return [indented(yamlText([rest]), 6), ...entries].join('')
    },
    endUnit: () => '',
    end: () => ''
  }
}

function withoutDefaults(schema: TSchema, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutDefaults(schema.items, each))
  if (typeof value !== 'object' || value === null) return value
  const { properties }: TSchema = schema.anyOf?.find((part: TSchema) => part.type === 'object') ?? schema
  const fields: Record<string, unknown> = {}
  for (const [name, property] of Object.entries<TSchema>(properties)) {
    const field = (value as Record<string, unknown>)[name]
    const isDefault = property.default !== undefined && isDeepStrictEqual(field, property.default)
    if (!isDefault) fields[name] = withoutDefaults(property, field)
  }
  return fields
}
