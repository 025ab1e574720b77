import { isUtf8 } from 'node:buffer'
import { basename } from 'node:path'
import type { CourseDocument } from '../document.ts'
import { courseOfPairs } from '../pairs/course.ts'
import { type FaultLog, faultLog } from '../pairs/fault-log.ts'
import { courseLanguages, type PairOptions } from '../pairs/languages.ts'
import type { Pair } from '../pairs/pair.ts'
import { unreadable } from '../read-bytes.ts'
import type { Fault, Place } from '../report.ts'
import { type Chosen, chooseShortest } from './choose.ts'
import { type Corpus, corpusOf } from './corpus.ts'
import { type TatoebaFiles, tatoebaFiles } from './files.ts'
import { sideOfCode, toldByNames } from './languages.ts'
import { linkedSentences } from './linked.ts'

const MOST_ITEMS = 20_000
const SKILL = 20
/** In bytes: a text of more has more characters than anybody types, whatever its script. */
const LONGEST_TEXT = 1_600
/** In bytes, of all texts together; 20,000 short sentences have a tenth of it. */
const MOST_TEXT = 40_000_000

const LICENCE = {
  name: 'Creative Commons Attribution 2.0 France',
  shortName: 'CC BY 2.0 FR',
  link: 'https://creativecommons.org/licenses/by/2.0/fr/'
}

/**
 * Reads a course of sentences from Tatoeba, the shortest first: every fault is survived and reported, and files of any
 * size are read without being held.
 * @param path a folder with sentences and links, or with sentence pairs, or one file of these
 * @returns no course where there is nothing to read, or the two languages are not known
 */
export async function readTatoeba(
  path: string,
  options: PairOptions
): Promise<{ course: CourseDocument | undefined; faults: Fault[] }> {
  const log = faultLog()
  try {
    return { course: await courseIn(path, options, log), faults: log.faults() }
  } catch (error) {
    const { syscall } = error as NodeJS.ErrnoException
    if (syscall === undefined) throw error
    return { course: undefined, faults: [...log.faults(), unreadable(path, error)] }
  }
}

async function courseIn(path: string, options: PairOptions, log: FaultLog): Promise<CourseDocument | undefined> {
  const files = await tatoebaFiles(path)
  const whole = { file: basename(path), line: 1 }
  if (!isComplete(files, whole, log)) return undefined
  const names = [...files.pairs, ...files.links].map((file) => basename(file))
  const languages = courseLanguages(options, toldByNames(names, options), whole, log)
  if (!languages) return undefined

  const corpus = corpusOf(files, sideOfCode(languages), log)
  const linked = await linkedSentences(corpus)
  const { chosen, of, isCut } = chooseShortest(linked, MOST_ITEMS)
  if (isCut || linked.isCut) {
    const message = `There are more sentences with a translation than ${MOST_ITEMS}: the shortest are taken`
    log.report(whole, 'too-many', message)
  }
  if (linked.count > of) {
    const message = `${linked.count - of} of ${linked.count} ${languages.target.name} sentences have no translation`
    log.report(whole, 'not-kept', `${message} in ${languages.source.name}: left out`)
  }
  if (chosen.length === 0) {
    const message = `No ${languages.target.name} sentence has a translation in ${languages.source.name}`
    log.report(whole, 'empty-file', `${message}: are these the right files and languages?`)
  }
  const texts = await textsOf(corpus, chosen, log)
  const about = {
    ...languages,
    slug: options.slug,
    licence: LICENCE,
    attribution: 'The contributors of Tatoeba, https://tatoeba.org',
    largestSkill: SKILL
  }
  return courseOfPairs(about, pairsOf(chosen, texts), log)
}

function isComplete({ sentences, links, pairs }: TatoebaFiles, place: Place, log: FaultLog): boolean {
  if (pairs.length > 0 || (sentences.length > 0 && links.length > 0)) return true
  const missing = sentences.length > 0 ? 'no links (id, id)' : 'no sentences (id, language, text)'
  const message = `There are ${missing}: give a folder with both, unpacked, or with sentence pairs (id, text, id, text)`
  log.report(place, 'missing-file', message)
  return false
}

interface Sentence {
  text: string
  place: Place
}

async function textsOf(corpus: Corpus, chosen: readonly Chosen[], log: FaultLog): Promise<Map<number, Sentence>> {
  const wanted = new Set(chosen.flatMap(({ target, source }) => [...target, ...source]))
  const texts = new Map<number, Sentence>()
  let bytes = 0
  await corpus.sentences((id, _, text, place) => {
    if (!wanted.has(id) || texts.has(id) || bytes > MOST_TEXT) return
    if (text.length > LONGEST_TEXT) log.report(place, 'too-long', `A sentence of ${text.length} bytes: left out`)
    else if (isUtf8(text)) texts.set(id, { text: text.toString(), place })
    else log.report(place, 'not-utf8', 'Save the file as UTF-8')
    bytes += Math.min(text.length, LONGEST_TEXT)
  })
  return texts
}

function pairsOf(chosen: readonly Chosen[], texts: ReadonlyMap<number, Sentence>): Pair[] {
  const found = (ids: readonly number[]) => ids.flatMap((id) => texts.get(id) ?? [])
  const pairs = chosen.flatMap(({ target, source }) => {
    const [main, ...others] = found(target)
    return main ? [{ main, target: [main, ...others], source: found(source) }] : []
  })
  return pairs
    .toSorted((a, b) => a.main.text.length - b.main.text.length)
    .map(({ main, target, source }) => ({
      place: main.place,
      unit: 'Phrases',
      target: target.map(({ text }) => text),
      source: source.map(({ text }) => text)
    }))
}
