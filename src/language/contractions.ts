const PRONOUNS = ['i', 'you', 'he', 'she', 'it', 'we', 'they']
const POINTERS = ['that', 'there', 'here', 'what', 'who', 'where', 'when', 'how', 'why']
const AUXILIARIES = 'do does did is are was were have has had would could should must might need'.split(' ')

const IRREGULAR =
  'been become begun bought brought built caught come done drunk felt found gone got had heard held kept left lost made met ' +
  'paid put read run said sat sent slept sold spent stood sung swum taught thought told understood won'
/** What may be a participle; where it is none, a variant that nobody types does no harm. */
const PARTICIPLE = new RegExp(`^(?:${IRREGULAR.replaceAll(' ', '|')}|\\p{L}+(?:ed|en|wn))$`, 'u')
/** Participles after which `'s` is hardly `is`. */
const NEVER_AFTER_IS = /^(?:been|had|got)$/

interface Clitic {
  ending: string
  verb: string
  after: readonly string[]
  /** Only in front of these words: `it's been` is `it has been`, but `it has legs` is never `it's legs`. */
  before?: RegExp
}

/** The first that fits counts. None follows a noun or name, where `'s` is a possessive. */
const CLITICS: readonly Clitic[] = [
  { ending: "'m", verb: 'am', after: ['i'] },
  { ending: "'re", verb: 'are', after: ['you', 'we', 'they'] },
  { ending: "'s", verb: 'has', after: ['he', 'she', 'it', ...POINTERS], before: PARTICIPLE },
  { ending: "'s", verb: 'is', after: ['he', 'she', 'it', ...POINTERS] },
  { ending: "'s", verb: 'us', after: ['let'] },
  { ending: "'ve", verb: 'have', after: ['i', 'you', 'we', 'they'] },
  { ending: "'ll", verb: 'will', after: [...PRONOUNS, 'that', 'there', 'who'] },
  { ending: "'d", verb: 'had', after: [...PRONOUNS, 'who'], before: /^(?:been|better|had)$/ },
  { ending: "'d", verb: 'would', after: [...PRONOUNS, 'who'] }
]

const NEGATIONS = new Map<string, readonly string[]>([
  ['can', ["can't", 'cannot']],
  ['will', ["won't"]],
  ['shall', ["shan't"]],
  ...AUXILIARIES.map((verb) => [verb, [`${verb}n't`]] as [string, string[]])
])

const NEGATED = new Map(
  Array.from(NEGATIONS).flatMap(([verb, contractions]) => contractions.map((contraction) => [contraction, verb]))
)

/** What a text has to have for anything to be contracted or written out in it. */
const CONTRACTIBLE = new RegExp(`['’ʼ]|(?:not|${CLITICS.map(({ verb }) => verb).join('|')})(?!\\p{L})`, 'iu')

/** The English text with each contraction made or written out, in every mixture but at most `most`. */
export function contractionVariants(text: string, most: number): string[] {
  if (!CONTRACTIBLE.test(text)) return [text]
  const words = text.replace(/[’ʼ]/g, "'").split(' ')
  const passive = words.flatMap((word, index) => asPassive(word, words[index + 1]))
  const variants = new Set(variantsOf(words, most))
  if (passive.length > words.length) for (const variant of variantsOf(passive, most)) variants.add(variant)
  return [...variants].slice(0, most)
}

/** `she's eaten` has eaten, but `she's tired` is tired: where `'s` may be either, it is written out as `is` here. */
function asPassive(written: string, next = ''): string[] {
  const { word } = peel(next)
  const ambiguous = PARTICIPLE.test(word.toLowerCase()) && !NEVER_AFTER_IS.test(word.toLowerCase())
  const clitic = CLITICS.find(({ verb }) => verb === 'is')!
  const [stem = '', ending] = peel(written).word.split(/(?=')/)
  return ambiguous && ending === clitic.ending && fits(clitic, stem)
    ? [written.slice(0, -ending.length), 'is']
    : [written]
}

function variantsOf(words: readonly string[], most: number): string[] {
  const full = words.flatMap((word, index) => writtenOut(word, words[index + 1]))
  // Backwards, so that rests[0] is all that the words after the present one can become, rests[1] those after the next.
  const rests = [['']]
  for (const [index, word] of [...full.entries()].reverse()) {
    const pairs = contracted(word, full[index + 1], full[index + 2])
    const variants = [
      ...rests[0]!.map((rest) => `${word} ${rest}`),
      ...pairs.flatMap((pair) => rests[1]!.map((rest) => `${pair} ${rest}`))
    ]
    rests.unshift(variants.slice(0, most))
  }
  return rests[0]!.map((variant) => variant.trimEnd())
}

function writtenOut(written: string, next: string | undefined): string[] {
  const { lead, word, trail } = peel(written)
  const negated = NEGATED.get(word.toLowerCase())
  if (negated) return [lead + likeFirst(word, negated), `not${trail}`]
  const [stem = '', ending] = word.split(/(?=')/)
  const clitic = CLITICS.find((clitic) => clitic.ending === ending && fits(clitic, stem, next))
  return clitic ? [lead + stem, clitic.verb + trail] : [written]
}

function contracted(written: string, second: string | undefined, third: string | undefined): string[] {
  const first = peel(written)
  const { lead, word: verb, trail } = peel(second ?? '')
  if (first.trail || lead) return []
  if (verb === 'not') {
    const negations = NEGATIONS.get(first.word.toLowerCase()) ?? []
    return negations.map((negation) => first.lead + likeFirst(first.word, negation) + trail)
  }
  // What ends a clause is stressed: nobody answers `Yes, I'm`.
  if (verb !== 'us' && (/[.!?]/.test(trail) || third === undefined)) return []
  const clitic = CLITICS.find((clitic) => clitic.verb === verb && fits(clitic, first.word, trail ? undefined : third))
  return clitic ? [written + clitic.ending + trail] : []
}

function fits(clitic: Clitic, word: string, next = ''): boolean {
  const follows = !clitic.before || clitic.before.test(peel(next).word.toLowerCase())
  return follows && clitic.after.includes(word.toLowerCase())
}

/** A word without the punctuation around it. */
function peel(written: string) {
  const [, lead = '', word = '', trail = ''] = /^(\P{L}*)(.*\p{L}|)(\P{L}*)$/su.exec(written) ?? []
  return { lead, word, trail }
}

/** `word` with a capital if `model` has one. */
const likeFirst = (model: string, word: string) =>
  /^\p{Lu}/u.test(model) ? word[0]!.toUpperCase() + word.slice(1) : word
