const WIDTH = 100

/** A value as JSON text that people can read: what fits into a line is in one. `depth` counts two spaces before its lines. */
export function prettyJson(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const parts = Array.isArray(value)
    ? value.map((each) => prettyJson(each, depth + 1))
    : Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${prettyJson(each, depth + 1)}`)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  if (parts.length === 0) return `${open}${close}`
  const length = parts.reduce((sum, part) => sum + part.length + 2, depth * 2)
  if (length <= WIDTH && parts.every((part) => !part.includes('\n')))
    return Array.isArray(value) ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`
  const indent = '  '.repeat(depth + 1)
  return `${open}\n${parts.map((part) => indent + part).join(',\n')}\n${'  '.repeat(depth)}${close}`
}
