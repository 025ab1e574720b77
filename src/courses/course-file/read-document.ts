import { basename } from 'node:path'
import { LineCounter } from 'yaml'
import type { CourseDocument } from '../document.ts'
import { parseYaml } from '../librelingo/yaml-file.ts'
import { readBytes } from '../read-bytes.ts'
import { type Fault, fault, quote, severities } from '../report.ts'
import { decodeText } from '../utf8.ts'
import { checkedDocument } from './document-of.ts'
import { MalformedJson, scanJson } from './json.ts'
import type { Path } from './paths.ts'
import { offsetOf, plainValue } from './yaml.ts'

/** In bytes. Parsed YAML takes fifty times its size in memory, parsed JSON a few times. */
const MAX_JSON = 25_000_000
const MAX_YAML = 2_000_000
/** Lists, objects and single values of a JSON file; the largest course known has a million. */
const MAX_VALUES = 1_200_000

/**
 * Reads a course document, one JSON or YAML file; the file's name tells which. Every fault has its place in the file. No
 * course where one of them is an error.
 */
export async function readDocument(path: string): Promise<{ course: CourseDocument | undefined; faults: Fault[] }> {
  const file = basename(path)
  const isJson = file.toLowerCase().endsWith('.json')
  const text = await readText(path, isJson ? MAX_JSON : MAX_YAML)
  if (typeof text !== 'string') return { course: undefined, faults: [text] }

  const faults: Fault[] = []
  const read = (isJson ? readJson : readYaml)(file, text, faults)
  if (!read) return { course: undefined, faults }
  const { course, violations } = checkedDocument(read.value)
  const place = read.placesOf(violations.map(({ path }) => path))
  for (const { path, code, message } of violations) faults.push(fault(place(path), code, message))
  const isSound = faults.every(({ code }) => severities[code] !== 'error')
  return { course: isSound ? course : undefined, faults }
}

// Apart, so that the bytes are not kept beside the text.
async function readText(path: string, most: number): Promise<string | Fault> {
  const bytes = await readBytes(path, most)
  return Buffer.isBuffer(bytes) ? decodeText(basename(path), bytes) : bytes
}

interface Read {
  value: unknown
  placesOf(paths: readonly Path[]): (path: Path) => { file: string; line: number; column: number }
}

function readJson(file: string, text: string, faults: Fault[]): Read | undefined {
  const placeOf = placesIn(file, text)
  try {
    const { values, repeated } = scanJson(text)
    if (values > MAX_VALUES) {
      faults.push(
        fault({ file, line: 1 }, 'too-large', `${values} values: ${MAX_VALUES} is the limit, split the course`)
      )
      return undefined
    }
    for (const { key, offset } of repeated)
      faults.push(
        fault(placeOf(offset), 'duplicate-key', `${quote(key)} is given twice: the last counts, take one out`)
      )
    const value = JSON.parse(text)
    return {
      value,
      placesOf: (paths) => {
        const { offsetOf } = scanJson(text, paths)
        return (path) => placeOf(offsetOf(path))
      }
    }
  } catch (error) {
    if (!(error instanceof MalformedJson || error instanceof SyntaxError)) throw error
    const at = error instanceof MalformedJson ? placeOf(error.offset) : { file, line: 1 }
    faults.push(fault(at, 'malformed-json', `${error.message}: nothing is read, mend the JSON`))
    return undefined
  }
}

function readYaml(name: string, text: string, faults: Fault[]): Read | undefined {
  const file = parseYaml(name, text, faults)
  if (faults.length) return undefined
  const value = plainValue(file)
  return {
    value,
    placesOf: () => (path) => file.place(offsetOf(file, path)) as { file: string; line: number; column: number }
  }
}

function placesIn(file: string, text: string) {
  let lines: LineCounter | undefined
  return (offset: number) => {
    if (!lines) {
      lines = new LineCounter()
      lines.addNewLine(0)
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1)
    }
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col }
  }
}
