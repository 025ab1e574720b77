import type { Item } from '../document.ts'
import { alternatives, listed } from '../pairs/alternatives.ts'
import type { Role } from '../pairs/columns.ts'
import type { FaultLog } from '../pairs/fault-log.ts'
import type { Pair } from '../pairs/pair.ts'
import { type Place, quote } from '../report.ts'
import type { Roles } from './header.ts'
import type { Row } from './rows.ts'

interface Table {
  file: string
  roles: Roles
  width: number
}

/** The rows below a header as pairs; empty ones, and cells beyond the header, are reported and left out. */
export function* pairsOfRows(rows: Iterable<Row>, { file, roles, width }: Table, log: FaultLog): Generator<Pair> {
  const unit = file.replace(/\.[^.]*$/, '')
  for (const { line, cells } of rows) {
    const place = { file, line }
    if (cells.every(({ text }) => text.trim() === '')) {
      log.report(place, 'empty-row', 'The row is empty: left out')
      continue
    }
    const beyond = cells.slice(width).find(({ text }) => text.trim() !== '')
    if (beyond) {
      const message = `${quote(beyond.text)} stands in no column: left out. Quote a text that has the separator in it`
      log.report({ ...place, column: beyond.column }, 'ragged-row', message)
    }
    const cell = (role: Role) => cells[roles[role] ?? -1]
    const text = (role: Role) => cell(role)?.text ?? ''
    const forms = (side: 'target' | 'source') => [
      ...alternatives(text(side)),
      ...alternatives(text(`${side} alternatives`))
    ]
    yield {
      place: { ...place, column: cell('target')?.column },
      unit: text('unit').trim() || unit,
      skill: text('skill'),
      kind: kindOf(text('kind'), { ...place, column: cell('kind')?.column }, log),
      target: forms('target'),
      source: forms('source'),
      patterns: { target: listed(text('target patterns'), /;/), source: listed(text('source patterns'), /;/) },
      images: listed(text('images'), /[;,]/),
      audio: text('audio')
    }
  }
}

function kindOf(written: string, place: Place, log: FaultLog): Item['kind'] | undefined {
  const kind = written.trim().toLowerCase().replace(/s$/, '')
  if (kind === 'word' || kind === 'phrase') return kind
  if (kind === 'sentence') return 'phrase'
  if (kind !== '') log.report(place, 'unknown-kind', `${quote(written)} is neither word nor phrase: the text decides`)
  return undefined
}
