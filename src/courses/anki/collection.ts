import { BadCollection, type CollectionDatabase } from './database.ts'

/** A kind of note: its fields in order. */
export interface NoteType {
  name: string
  fields: string[]
}

export interface Note {
  /** From 1, in the order in which the collection has them. */
  number: number
  type: NoteType | undefined
  /** The names of its deck and the decks around it, the outermost first. */
  deck: string[]
  fields: string[]
}

/** Of cards, each a few dozen bytes in memory; the notes of others are in no deck. */
const MOST_CARDS = 500_000
const MOST_NOTES = 200_000

/** The kinds of notes of a collection by their ids, of the schema before Anki 2.1.28 or after. */
export function noteTypesOf(collection: CollectionDatabase): Map<string, NoteType> {
  if (!collection.has('notetypes')) {
    const models = Object.entries(jsonColumn(collection, 'models'))
    return new Map(models.map(([id, model]) => [id, { name: textOf(model.name), fields: fieldNames(model.flds) }]))
  }
  const types = new Map<string, NoteType>()
  for (const [id, name] of collection.rows('notetypes', ['id', 'name'])) types.set(id!, { name: name!, fields: [] })
  // The table is sorted by note type and position.
  for (const [id, name] of collection.rows('fields', ['ntid', 'name'])) types.get(id!)?.fields.push(name!)
  return types
}

/** The notes of a collection, with the deck of each one's first card. */
export function* notesOf(collection: CollectionDatabase, types: ReadonlyMap<string, NoteType>): Generator<Note> {
  const decks = deckNames(collection)
  const deckOf = new Map<string, string[]>()
  let cards = 0
  for (const [note, deck, home] of collection.rows('cards', ['nid', 'did', 'odid'])) {
    if (++cards > MOST_CARDS) break
    // A card that is studied in a filtered deck has a home to return to.
    if (!deckOf.has(note!)) deckOf.set(note!, decks.get(home !== '0' ? home! : deck!) ?? decks.get(deck!) ?? [])
  }
  let number = 0
  for (const [id, type, fields] of collection.rows('notes', ['id', 'mid', 'flds'])) {
    if (++number > MOST_NOTES) break
    yield { number, type: types.get(type!), deck: deckOf.get(id!) ?? [], fields: fields!.split('\x1f') }
  }
}

/** Decks by their ids, each as the names on the way to it. */
function deckNames(collection: CollectionDatabase): Map<string, string[]> {
  const names = (name: string) =>
    name
      .replaceAll('\x1f', '::')
      .split('::')
      .filter((part) => part.trim() !== '')
  if (!collection.has('decks')) {
    const decks = Object.entries(jsonColumn(collection, 'decks'))
    return new Map(decks.map(([id, deck]) => [id, names(textOf(deck.name))]))
  }
  return new Map(Array.from(collection.rows('decks', ['id', 'name']), ([id, name]) => [id!, names(name!)]))
}

type Json = Record<string, unknown>

/** The objects in a column of the one row that older collections keep everything in. */
function jsonColumn(collection: CollectionDatabase, column: 'models' | 'decks'): Record<string, Json> {
  const [row] = collection.rows('col', [column])
  let value: unknown
  try {
    value = JSON.parse(row?.[0] ?? '')
  } catch {
    throw new BadCollection(`its ${column} are no JSON`)
  }
  return Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).filter(([, each]) => isObject(each))
  ) as Record<string, Json>
}

function fieldNames(fields: unknown): string[] {
  const objects = Array.isArray(fields) ? fields.filter(isObject) : []
  return objects.toSorted((a, b) => Number(a.ord) - Number(b.ord)).map(({ name }) => textOf(name))
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
