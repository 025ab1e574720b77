import type { Side } from '../document.ts'
import { alternatives } from '../pairs/alternatives.ts'
import type { FaultLog } from '../pairs/fault-log.ts'
import type { Language } from '../pairs/languages.ts'
import type { Pair } from '../pairs/pair.ts'
import { type Place, quote } from '../report.ts'
import { type FieldText, fieldText, readingOf } from './field-text.ts'
import { type NoteFields, noteFields } from './note-fields.ts'

/** A note as a package or a text export gives it. */
export interface PlacedNote {
  place: Place
  /** What its kind is called and its fields, as far as that is known. */
  type: { name: string; fields: readonly string[] }
  deck: readonly string[]
  fields: readonly string[]
  isHtml: boolean
}

/** What is told once and not of every note. */
interface Told {
  media: boolean
  types: Set<string>
}

/** Notes as pairs: the outermost deck is the unit, those within it the skills. */
export function* pairsOfNotes(
  notes: Iterable<PlacedNote>,
  languages: Record<Side, Language>,
  log: FaultLog
): Generator<Pair> {
  const fieldsByType = new Map<string, NoteFields>()
  const told: Told = { media: false, types: new Set() }
  for (const { place, type, deck, fields: written, isHtml } of notes) {
    const key = JSON.stringify(type.fields)
    const chosen = fieldsByType.get(key) ?? noteFields(type.fields, languages)
    fieldsByType.set(key, chosen)
    const texts = written.slice(0, MOST_FIELDS).map((field) => fieldText(field, isHtml))
    if (texts.every(({ text, sounds, images }) => text.trim() === '' && !sounds.length && !images.length)) {
      log.report(place, 'empty-row', 'The note is empty: left out')
      continue
    }
    const [target, source] = [texts[chosen.target], texts[chosen.source]]
    if (target?.cloze || source?.cloze)
      log.report(place, 'cloze', 'The note has gaps {{c1::…}}: read with what they hide; a front and a back are better')
    tellWhatIsLeftOut(place, type, chosen, texts, told, log)
    const reading = chosen.reading === undefined ? '' : readingOf(fieldText(written[chosen.reading] ?? '', isHtml).text)
    yield {
      place,
      unit: deck[0] ?? '',
      skill: deck.slice(1).join(': ') || undefined,
      target: [...alternatives(target?.text ?? ''), ...alternatives(reading)],
      source: alternatives(source?.text ?? ''),
      images: texts.flatMap(({ images }) => images),
      audio: soundOf(texts, chosen)
    }
  }
}

const MOST_FIELDS = 50

/** The language taught is heard in its own field, or in one for sounds alone. */
const soundOf = (texts: readonly FieldText[], { target, reading, others }: NoteFields): string | null =>
  [target, reading, ...others].flatMap((index) => texts[index ?? -1]?.sounds ?? [])[0] ?? null

function tellWhatIsLeftOut(
  place: Place,
  type: PlacedNote['type'],
  { others }: NoteFields,
  texts: readonly FieldText[],
  told: Told,
  log: FaultLog
) {
  if (!told.media && texts.some(({ images, sounds }) => images.length + sounds.length > 0)) {
    told.media = true
    log.report(place, 'not-kept', 'The course names the images and sounds of notes, and has not the files themselves')
  }
  for (const index of others) {
    const name = type.fields[index] ?? `${index + 1}`
    const key = JSON.stringify([type.name, name])
    if (told.types.has(key) || !texts[index]?.text.trim()) continue
    told.types.add(key)
    const kind = type.name ? ` of ${quote(type.name)}` : ''
    log.report(place, 'not-kept', `The texts of the field ${quote(name)}${kind} are not read`)
  }
}
