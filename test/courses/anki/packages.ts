import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { buffer } from 'node:stream/consumers'
import { zstdCompressSync } from 'node:zlib'
import type { Test } from 'tap'
import { ZipFile } from 'yazl'

/** A collection as it is written into a package. */
export interface Cards {
  types: { name: string; fields: string[] }[]
  decks: string[]
  /** The type and the deck are places in the lists above. */
  notes: { type?: number; deck?: number; fields: string[] }[]
}

const idOf = (index: number) => 1_600_000_000_000 + index

/** The file of a collection whose kinds of notes and decks are JSON, as Anki had them before 2.1.28. */
export function oldCollection(cards: Cards, extra = ''): Buffer {
  return collection((db) => {
    const models = cards.types.map(({ name, fields }, index) => [
      idOf(index),
      { id: idOf(index), name, type: 0, flds: fields.map((field, ord) => ({ name: field, ord })).reverse() }
    ])
    const decks = cards.decks.map((name, index) => [idOf(index), { id: idOf(index), name }])
    db.prepare('insert into col values (1, ?, ?)').run(
      JSON.stringify(Object.fromEntries(models)),
      JSON.stringify(Object.fromEntries(decks))
    )
    writeNotes(db, cards)
    db.exec(extra)
  })
}

/** The file of a collection with tables for them, sorted by a collation that SQLite does not know. */
export function newCollection(cards: Cards): Buffer {
  return collection((db) => {
    db.exec(`
      insert into col values (1, '', '');
      create table notetypes (id integer primary key, name text not null collate nocase, config blob);
      create unique index idx_notetypes_name on notetypes (name);
      create table fields (ntid integer, ord integer, name text not null collate nocase, config blob,
        primary key (ntid, ord)) without rowid;
      create unique index idx_fields_name_ntid on fields (name, ntid);
      create table decks (id integer primary key, name text not null collate nocase, common blob);
      create unique index idx_decks_name on decks (name);`)
    for (const [index, { name, fields }] of cards.types.entries()) {
      db.prepare('insert into notetypes values (?, ?, null)').run(idOf(index), name)
      for (const [ord, field] of fields.entries())
        db.prepare('insert into fields values (?, ?, ?, null)').run(idOf(index), ord, field)
    }
    for (const [index, name] of cards.decks.entries())
      db.prepare('insert into decks values (?, ?, null)').run(idOf(index), name.replaceAll('::', '\x1f'))
    writeNotes(db, cards)
    db.exec(`
      pragma writable_schema = on;
      update sqlite_schema set sql = replace(sql, 'nocase', 'unicase')`)
  })
}

function collection(write: (db: DatabaseSync) => void): Buffer {
  const db = new DatabaseSync(':memory:', { defensive: false })
  db.exec(`
    create table col (id integer primary key, models text, decks text);
    create table notes (id integer primary key, mid integer, tags text, flds text);
    create table cards (id integer primary key, nid integer, did integer, odid integer);
    create index ix_cards_nid on cards (nid)`)
  write(db)
  const file = Buffer.from(db.serialize())
  db.close()
  return file
}

function writeNotes(db: DatabaseSync, { notes }: Cards) {
  const note = db.prepare('insert into notes values (?, ?, ?, ?)')
  const card = db.prepare('insert into cards values (?, ?, ?, 0)')
  for (const [index, { type = 0, deck = 0, fields }] of notes.entries()) {
    note.run(idOf(index), idOf(type), ' a tag ', fields.join('\x1f'))
    card.run(idOf(index), idOf(index), idOf(deck))
  }
}

/** Writes a package of these files into a folder, and gives its path. */
export async function writePackage(folder: string, files: Record<string, Buffer>, name = 'deck.apkg'): Promise<string> {
  const zip = new ZipFile()
  for (const [entry, content] of Object.entries(files)) zip.addBuffer(content, entry)
  zip.end()
  const path = join(folder, name)
  writeFileSync(path, await buffer(zip.outputStream))
  return path
}

const STUB: Cards = {
  types: [{ name: 'Basic', fields: ['Front', 'Back'] }],
  decks: ['Default'],
  notes: [{ fields: ['Please update to the latest Anki version, then import this file again.', ''] }]
}

/** A package as Anki writes it today, and since 2.1.50: the collection compressed, beside one that tells to update. */
export const newPackage = (folder: string, cards: Cards) =>
  writePackage(folder, {
    meta: Buffer.from([8, 3]),
    'collection.anki2': oldCollection(STUB),
    'collection.anki21b': zstdCompressSync(newCollection(cards)),
    media: zstdCompressSync(Buffer.alloc(0)),
    0: Buffer.from('a sound')
  })

/** Makes a folder of its own the one for temporary files, until the test ends, and gives what is in it. */
export function temporaryFiles(t: Test): () => string[] {
  const before = process.env.TMPDIR
  const folder = mkdtempSync(join(tmpdir(), 'anki-test-'))
  process.env.TMPDIR = folder
  t.teardown(() => {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
    rmSync(folder, { recursive: true })
  })
  return () => readdirSync(folder)
}
