import type { CourseDocument, Side } from '../document.ts'
import { languageTag } from '../languages.ts'
import type { Place } from '../report.ts'
import type { FaultLog } from './fault-log.ts'

export type Language = CourseDocument['target']

/** What whoever imports says of a course, because a format that knows only pairs of texts can't. */
export interface PairOptions {
  /** Left out, it is made of the languages' names. */
  slug?: string
  target?: Language
  source?: Language
}

/**
 * The languages of a course, as they were given or else as its files tell; undefined, and reported, where one is known
 * from neither or both are one.
 */
export function courseLanguages(
  given: Pick<PairOptions, Side>,
  told: Partial<Record<Side, Language>>,
  place: Place,
  log: FaultLog
): Pick<CourseDocument, Side> | undefined {
  const [target, source] = [given.target ?? told.target, given.source ?? told.source]
  if (!target || !source) {
    const missing =
      !target && !source ? 'Neither language is' : `The language ${target ? 'learners speak' : 'taught'} is not`
    log.report(place, 'missing-language', `${missing} known: name both, target (taught) and source (learners speak it)`)
    return undefined
  }
  const languages = { target: tagged(target, place, log), source: tagged(source, place, log) }
  if (languages.target.code !== languages.source.code) return languages
  const message = `Both languages are ${languages.target.code}: name the one taught, and another that learners speak`
  log.report(place, 'missing-language', message)
  return undefined
}

function tagged({ code: given, name }: Language, place: Place, log: FaultLog): Language {
  const { code, complaint } = languageTag(given, name)
  if (complaint) log.report(place, 'language-tag', `${complaint}: “${code}” is stored; give the right BCP 47 tag`)
  return { code, name }
}
