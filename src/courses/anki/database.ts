import { closeSync, fstatSync, openSync } from 'node:fs'
import { constants, DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { areTreesSound } from './pages.ts'

/** A collection that is no database, or one that isn't safe to read. */
export class BadCollection extends Error {
  override readonly name = 'BadCollection'
}

/** What may be read of a collection, and nothing else: a column has its plain name only. */
const TABLES = ['col', 'notes', 'cards', 'notetypes', 'fields', 'decks']

/** In bytes, of one value; note types with their styles and scripts can have some MB. */
const LONGEST_VALUE = 10_000_000

/** In milliseconds: the largest collections take a tenth of it, and no damaged one should hold up an import. */
const LONGEST_READING = 30_000

const { SQLITE_OK, SQLITE_DENY, SQLITE_SELECT, SQLITE_READ } = constants

/** An open collection, to read columns of its own tables from. */
export interface CollectionDatabase extends Disposable {
  has(table: string): boolean
  /** Every row's columns as texts, in the order in which they are stored. Throws where they can't be read. */
  rows(table: string, columns: readonly string[]): Generator<string[]>
}

/**
 * Opens an SQLite file that nobody vouches for, and that is not needed afterwards: read-only, no part of it runs (views, triggers, computed columns, virtual
 * tables), and no loop in its pages is followed. Throws `BadCollection` where there is any, or it is no database.
 */
export function openCollection(path: string): CollectionDatabase {
  const fd = openSync(path, 'r')
  try {
    const { size } = fstatSync(fd)
    if (!areTreesSound(fd, size, [1])) throw new BadCollection('it is no SQLite database, or a damaged one')
    replaceCollation(path)
    const database = new DatabaseSync(new URL(`${pathToFileURL(path)}?immutable=1`), {
      readOnly: true,
      defensive: true,
      limits: { length: LONGEST_VALUE, attach: 0 }
    })
    try {
      const tables = plainTables(database)
      const roots = Array.from(tables.values(), ({ root }) => root)
      if (!areTreesSound(fd, size, roots)) throw new BadCollection('its pages are damaged')
      database.setAuthorizer((action, table) => {
        const allowed = action === SQLITE_SELECT || (action === SQLITE_READ && tables.has(table ?? ''))
        return allowed ? SQLITE_OK : SQLITE_DENY
      })
      return {
        has: (table) => tables.has(table),
        rows: (table, columns) => rowsOf(database, `${table} ${tables.get(table)?.scan}`, columns),
        [Symbol.dispose]: () => database.close()
      }
    } catch (error) {
      database.close()
      throw error
    }
  } finally {
    closeSync(fd)
  }
}

/** Anki sorts names in a way of its own. Where that isn't known, SQLite finds no way to read the names of fields. */
function replaceCollation(path: string) {
  using database = new DatabaseSync(path, { defensive: false, limits: { length: LONGEST_VALUE, attach: 0 } })
  database.exec(`
    pragma trusted_schema = off;
    pragma journal_mode = off;
    pragma synchronous = off;
    pragma writable_schema = on;
    update sqlite_schema set sql = replace(sql, 'unicase', 'nocase') where sql like '%unicase%'`)
}

interface Table {
  root: number
  /** How to read its own pages, and no index: a hostile one could lead anywhere. */
  scan: string
}

/** The tables that a collection has; throws where one of the names is something else than a table. */
function plainTables(database: DatabaseSync): Map<string, Table> {
  database.exec('pragma trusted_schema = off')
  const tables = new Map<string, Table>()
  for (const row of database.prepare('select type, name, rootpage from sqlite_schema').iterate()) {
    const { type, name, rootpage } = row as { type: unknown; name: unknown; rootpage: unknown }
    if (typeof name !== 'string' || !TABLES.includes(name)) continue
    if (type !== 'table' || typeof rootpage !== 'number' || rootpage < 2)
      throw new BadCollection(`its ${name} is no ordinary table`)
    tables.set(name, { root: rootpage, scan: 'not indexed' })
  }
  for (const [name, table] of tables) {
    const columns = database.prepare(`pragma table_xinfo(${name})`).all()
    if (columns.some(({ hidden }) => hidden !== 0)) throw new BadCollection(`its ${name} has computed columns`)
    // Such a table is its primary key's index.
    const [{ wr: withoutRowid } = {}] = database.prepare(`pragma table_list(${name})`).all()
    if (withoutRowid) table.scan = `indexed by sqlite_autoindex_${name}_1`
  }
  return tables
}

function* rowsOf(database: DatabaseSync, scan: string, columns: readonly string[]): Generator<string[]> {
  const texts = columns.map((column) => `cast("${column}" as text)`).join(', ')
  const statement = database.prepare(`select ${texts} from ${scan}`)
  statement.setReturnArrays(true)
  const end = performance.now() + LONGEST_READING
  for (const row of statement.iterate()) {
    if (performance.now() > end) throw new BadCollection('reading it takes too long')
    yield (row as unknown as unknown[]).map((value) => String(value ?? ''))
  }
}
