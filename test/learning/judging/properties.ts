import fc from 'fast-check'
import type { Test } from 'tap'
import type { CourseDocument } from '../../../src/courses/document.ts'
import { lexiconOf } from '../../../src/courses/lexicon.ts'
import { acceptedAnswers } from '../../../src/language/accepted.ts'
import { lookalikes } from '../../../src/language/lookalikes.ts'
import { withoutAccents } from '../../../src/language/normalise.ts'
import { hasWord, knownTokens, tokenReader } from '../../../src/language/tokens.ts'
import { judgeTyped, LONGEST_ANSWER } from '../../../src/learning/judging/judge.ts'
import { type TypedKey, typedKey } from '../../../src/learning/judging/typed-key.ts'
import { anyCharacter } from '../../support/arbitraries.ts'

// fast-check prints the seed with a failure.
const settings = { seed: 2026, numRuns: 500 }

/** The keys of every item of a course on both sides, as they are judged. */
export function keysOf(course: CourseDocument): TypedKey[] {
  const items = course.units.flatMap((unit) => unit.skills.flatMap((skill) => skill.items))
  return (['target', 'source'] as const).flatMap((side) => {
    const language = course[side].code
    const resembling = lookalikes(lexiconOf(course, side))
    return items
      .map((item) => typedKey(acceptedAnswers(item[side], language), language, course.accents, resembling))
      .filter((key) => key.accepted.some(hasWord))
  })
}

/** An accepted answer that has a word, with its key. */
const accepted = (keys: readonly TypedKey[]) =>
  fc
    .constantFrom(...keys)
    .chain((key) => fc.constantFrom(...key.accepted.filter(hasWord)).map((answer) => ({ key, answer })))

/** One word of an accepted answer, with the text before and after it. */
const oneWord = (keys: readonly TypedKey[], fits: (word: string, key: TypedKey) => boolean) =>
  accepted(keys)
    .map(({ key, answer }) => {
      const words = Array.from(answer.matchAll(/[\p{L}\p{M}]+/gu))
      return { key, answer, words: words.filter(([word]) => fits(word, key)) }
    })
    .filter(({ words }) => words.length > 0)
    .chain(({ key, answer, words }) =>
      fc.constantFrom(...words).map(({ 0: word, index }) => {
        const around = [answer.slice(0, index), answer.slice(index + word.length)] as const
        return { key, word, replacedBy: (other: string) => around.join(other) }
      })
    )

const tokensOf = (text: string, { language }: TypedKey) => tokenReader(language)(text).map((token) => token.key)

const APOSTROPHES = ['’', 'ʼ', '‘', '´', '`', "'"]
const MARKS = ['', '.', '!', '?', '…', ',', '¡', '¿', '"', '。', '،', ' - ', '«']

/** The answer in other case, with other apostrophes, and with punctuation added or replaced between its words, or with none. */
const dressed = (answer: string, key: TypedKey) =>
  fc
    .record({
      change: fc.constantFrom('lower', 'upper', 'none'),
      apostrophe: fc.constantFrom(...APOSTROPHES),
      lead: fc.constantFrom(...MARKS),
      trail: fc.constantFrom(...MARKS),
      between: fc.constantFrom(' ', '  ', '\u00a0', ', ', ' … ', '! '),
      bare: fc.boolean()
    })
    .map(({ change, apostrophe, lead, trail, between, bare }) => {
      const language = Intl.DateTimeFormat.supportedLocalesOf(key.language === 'kab' ? 'fr' : key.language)[0] ?? 'en'
      // Greek capitals lose their accents by rule, which is no change of case alone.
      const locale = language.startsWith('el') ? 'en' : language
      const cased =
        change === 'upper'
          ? answer.toLocaleUpperCase(locale)
          : change === 'lower'
            ? answer.toLocaleLowerCase(locale)
            : answer
      // Without any, save in numbers, where a point tells 3.5 from 35.
      if (bare) return cased.replace(/(?<!\p{N})\p{P}+|\p{P}+(?!\p{N})/gu, '')
      const marked = cased.replace(/['’]/g, apostrophe).replace(/ +/g, between)
      return `${lead}${marked}${trail}`
    })

/** Declares the tests of what holds for judging answers against any of these keys. */
export function properties(t: Test, name: string, keys: readonly TypedKey[]) {
  t.test(`${name}: every accepted answer is correct, and its diff all equal`, async (t) => {
    const faulty = keys.flatMap((key) =>
      key.accepted.filter((answer) => {
        const { verdict, diff } = judgeTyped(answer, key)
        return verdict !== 'correct' || diff.some((token) => token.kind !== 'equal')
      })
    )
    t.same(faulty, [], `${keys.length} keys`)
  })

  t.test(`${name}: other case, punctuation or apostrophes are never wrong`, async () => {
    const answers = accepted(keys).chain(({ key, answer }) => dressed(answer, key).map((given) => ({ key, given })))
    fc.assert(
      fc.property(answers, ({ key, given }) => {
        const { verdict, notes } = judgeTyped(given, key)
        return verdict !== 'wrong' && notes.every((note) => note === 'case' || note === 'punctuation')
      }),
      settings
    )
  })

  t.test(`${name}: two neighbouring letters swapped in a word of four or more are a typo`, async () => {
    const long = (word: string, key: TypedKey) =>
      [...word].length >= 4 && /^[\p{Ll}&&[\p{L}]]+$/v.test(word) && tokensOf(word, key).join('') === word
    const swapped = oneWord(keys, long).chain(({ key, word, replacedBy }) =>
      fc.nat([...word].length - 2).map((at) => {
        const letters = [...word]
        const [one = '', other = ''] = letters.splice(at, 2)
        letters.splice(at, 0, other, one)
        return { key, word, other: letters.join(''), given: replacedBy(letters.join('')) }
      })
    )
    fc.assert(
      fc.property(swapped, ({ key, word, other, given }) => {
        const known = knownTokens(key.accepted, key.language).union(new Set(key.lookalikes))
        fc.pre(withoutAccents(other) !== withoutAccents(word) && !known.has(other))
        const { notes, verdict } = judgeTyped(given, key)
        return verdict === 'correctWithNote' && notes.includes('typo')
      }),
      settings
    )
  })

  t.test(`${name}: a word that the course knows is never taken for a slip in another`, async () => {
    const withLookalikes = keys.filter((key) => key.lookalikes.length > 0)
    const whole = (word: string, key: TypedKey) => tokensOf(word, key).length === 1
    const mistaken = oneWord(withLookalikes, whole).chain(({ key, replacedBy }) =>
      fc.constantFrom(...key.lookalikes).map((other) => ({ key, given: replacedBy(other) }))
    )
    fc.assert(
      fc.property(mistaken, ({ key, given }) => {
        // With the same letters it is cut or punctuated otherwise: cook's for cooks'.
        const letters = (text: string) => tokensOf(text, key).join('')
        fc.pre(!key.accepted.some((answer) => letters(answer) === letters(given)))
        return judgeTyped(given, key).verdict === 'wrong'
      }),
      settings
    )
  })

  t.test(`${name}: judging is total, gives the same each time, and correct means no notes and all equal`, async () => {
    const noise = fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: LONGEST_ANSWER / 2 }),
      fc.string({ unit: 'grapheme', maxLength: 50 }),
      fc
        .array(fc.constantFrom(' ', 'a', "'", '-', '.', 'el', '\u0301', '\ud800', '私', 'ß', 'İ', '\0'), {
          maxLength: 99
        })
        .map((parts) => parts.join(''))
    )
    const mixed = accepted(keys).chain(({ key, answer }) =>
      fc.tuple(noise, fc.nat(answer.length)).map(([noise, at]) => ({
        key,
        given: [noise, answer.slice(0, at) + noise + answer.slice(at)].map((text) => text.slice(0, LONGEST_ANSWER))
      }))
    )
    fc.assert(
      fc.property(mixed, ({ key, given }) =>
        given.every((answer) => {
          const judged = judgeTyped(answer, key)
          const again = judgeTyped(answer, structuredClone(key))
          const { verdict, notes, reason, diff, nearest } = judged
          const equal = diff.every((token) => token.kind === 'equal')
          return (
            JSON.stringify(judged) === JSON.stringify(again) &&
            (verdict === 'wrong') === (reason !== null) &&
            (verdict === 'correctWithNote') === notes.length > 0 &&
            (verdict !== 'correct' || equal) &&
            key.accepted.includes(nearest)
          )
        })
      ),
      settings
    )
  })
}
