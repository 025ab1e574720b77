import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { CourseDocument, Side } from '../document.ts'
import { namedColumns } from '../pairs/columns.ts'
import { courseOfPairs } from '../pairs/course.ts'
import { type FaultLog, faultLog } from '../pairs/fault-log.ts'
import { courseLanguages, type Language, type PairOptions } from '../pairs/languages.ts'
import type { Fault } from '../report.ts'
import { type NoteType, notesOf, noteTypesOf } from './collection.ts'
import { BadCollection, type CollectionDatabase, openCollection } from './database.ts'
import { type PlacedNote, pairsOfNotes } from './pairs-of-notes.ts'
import { unpackCollection } from './unpack-collection.ts'

/** A deck has as many notes as it likes, a skill should not. */
export const LARGEST_SKILL = 30

/**
 * Reads a course from an Anki package (`.apkg` or `.colpkg`, of every version): every fault is survived and reported. The
 * line of a fault is the number of its note.
 * @returns no course where the package can't be read, or nothing tells its languages
 */
export async function readAnkiPackage(
  path: string,
  options: PairOptions
): Promise<{ course: CourseDocument | undefined; faults: Fault[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'parlance-anki-'))
  const log = faultLog()
  try {
    const unpacked = await unpackCollection(path, folder)
    if ('fault' in unpacked) return { course: undefined, faults: [unpacked.fault] }
    using collection = openCollection(unpacked.database)
    return { course: await courseOf(collection, basename(path), options, log), faults: log.faults() }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (!(error instanceof BadCollection) && code !== 'ERR_SQLITE_ERROR') throw error
    const what = `The collection cannot be read (${message}): export it from Anki again`
    log.report({ file: basename(path), line: 1 }, 'malformed-collection', what)
    return { course: undefined, faults: log.faults() }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function courseOf(collection: CollectionDatabase, file: string, options: PairOptions, log: FaultLog) {
  const types = noteTypesOf(collection)
  const languages = courseLanguages(options, toldBy(types.values(), options), { file, line: 1 }, log)
  if (!languages) return undefined
  const notes = placedNotes(collection, types, file)
  const about = { ...languages, slug: options.slug, largestSkill: LARGEST_SKILL }
  return courseOfPairs(about, pairsOfNotes(notes, languages, log), log)
}

/** The languages that the fields of some kind of note are named after. */
function toldBy(types: Iterable<NoteType>, given: Partial<Record<Side, Language>>): Partial<Record<Side, Language>> {
  for (const { fields } of types) {
    const { languages } = namedColumns(fields, given)
    if (languages.target && languages.source) return languages
  }
  return {}
}

function* placedNotes(
  collection: CollectionDatabase,
  types: ReadonlyMap<string, NoteType>,
  file: string
): Generator<PlacedNote> {
  for (const { number, type, deck, fields } of notesOf(collection, types))
    yield { place: { file, line: number }, type: type ?? { name: '', fields: [] }, deck, fields, isHtml: true }
}
