import { types } from 'pg'

const { INT8, NUMERIC, DATE, TIMESTAMPTZ } = types.builtins

const parsers = new Map<number, (text: string) => unknown>([
  [INT8, Number],
  [NUMERIC, Number],
  // A calendar day stays one: as a Date it would be midnight in the server's zone.
  [DATE, (text) => text],
  [TIMESTAMPTZ, (text) => new Date(text).toISOString()]
])

/** How values arrive from PostgreSQL: numbers as numbers, days as `YYYY-MM-DD`, instants as ISO 8601 UTC strings. */
export const typeParsers = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) || types.getTypeParser(oid, format)) as typeof types.getTypeParser
}
