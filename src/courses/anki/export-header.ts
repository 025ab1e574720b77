import { separatorOf } from '../tables/rows.ts'

/** What the lines at the head of a text export say of its rows; columns are counted from 0. */
export interface ExportHeader {
  separator: string
  isHtml: boolean
  /** The names of all columns, where they are given. */
  columns: string[]
  noteType: { column?: number; name?: string }
  deck: { column?: number; name?: string }
  /** Columns that are no fields of a note. */
  apart: Set<number>
}

const separators: Record<string, string> = {
  tab: '\t',
  comma: ',',
  semicolon: ';',
  space: ' ',
  pipe: '|',
  colon: ':'
}

/** Reads the lines `#key:value` that a text export begins with; older versions of Anki wrote none. */
export function exportHeader(text: string): ExportHeader {
  const start = text.search(/^(?!#)/m)
  const given = new Map<string, string>()
  for (const [, key, value] of text.slice(0, start < 0 ? undefined : start).matchAll(/^#([a-z ]+):([^\r\n]*)/gim))
    given.set(key!.toLowerCase().trim(), value!)
  const body = text.slice(start < 0 ? text.length : start)
  const column = (key: string) => {
    const number = Number(given.get(`${key} column`))
    return Number.isInteger(number) && number > 0 ? number - 1 : undefined
  }
  const named = given.get('separator')?.toLowerCase() ?? ''
  const separator = separators[named.trim()] ?? (/^[^\n"#]$/.test(named) ? named : separatorOf(body))
  const html = given.get('html')?.trim().toLowerCase()
  const apart = ['guid', 'notetype', 'deck', 'tags'].flatMap((key) => column(key) ?? [])
  return {
    separator,
    isHtml:
      html === undefined ? /<(br|div|b|i|img|span|p)\b[^<>]*>|&(nbsp|amp|lt|gt|quot);/i.test(body) : html === 'true',
    columns: given.get('columns')?.split(separator) ?? [],
    noteType: { column: column('notetype'), name: given.get('notetype')?.trim() },
    deck: { column: column('deck'), name: given.get('deck')?.trim() },
    apart: new Set(apart)
  }
}
