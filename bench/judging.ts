import { acceptedAnswers } from '../src/language/accepted.ts'
import { seededRandom } from '../src/learning/exercises/random.ts'
import { judgeTyped } from '../src/learning/judging/judge.ts'
import { typedKey } from '../src/learning/judging/typed-key.ts'

// npm run bench:judging: how long it takes to judge an answer of 20 words against 200 accepted ones.
const ROUNDS = 1000
const ANSWERS = 200
const WORDS = 20
const GOAL = '< 1'

const random = seededRandom('judging')
const letters = ['bcdfglmnprst', 'aeiou']
/** Made of syllables, of two to eight letters, every tenth with an accent. */
const words = Array.from({ length: 400 }, (_, n) => {
  const word = Array.from({ length: 2 + (n % 7) }, (_, place) => pick([...letters[place % 2]!])).join('')
  return n % 10 === 0 ? word.replace(/[aeiou]/, 'á') : word
})

/** One sentence with eight places where either of two words will do, as alternatives of an author's multiply. */
const form = Array.from({ length: WORDS }, (_, n) => (n % 2 === 0 && n < 16 ? `${word()}/${word()}` : word())).join(' ')
const variations = acceptedAnswers([form], 'es')
/** As many sentences that have nothing in common but the vocabulary. */
const sentences = Array.from({ length: ANSWERS }, sentence)

const table: Record<string, object> = {}
for (const [name, accepted] of Object.entries({ variations, sentences })) {
  const key = typedKey(accepted, 'es', 'note', new Map())
  const last = accepted.at(-1)!.split(' ')
  const answers = {
    right: last.join(' '),
    'right, with a comma': last.with(3, `${last[3]},`).join(' '),
    'right, with slips of case': last.join(' ').toUpperCase(),
    typo: last.map((word, n) => (n === longest(last) ? word.slice(0, 2) + word.slice(3) : word)).join(' '),
    'wrong word': last.with(7, 'xyzzy').join(' '),
    'word missing': last.toSpliced(7, 1).join(' '),
    'other order': last.toReversed().join(' '),
    'another sentence': sentence(),
    nonsense: Array.from({ length: WORDS }, () => 'xyzzy').join(' ')
  }
  for (const [kind, answer] of Object.entries(answers)) {
    const { verdict, notes, reason } = judgeTyped(answer, key)
    const outcome = reason ?? (notes.join(' ') || verdict)
    table[`${name}: ${kind}`] = { outcome, ...measure(() => judgeTyped(answer, key)), goal: GOAL }
  }
}
console.log(`An answer of ${WORDS} words against ${ANSWERS} accepted ones, times in ms`)
console.table(table)

function measure(judge: () => void) {
  for (let round = 0; round < ROUNDS / 5; round++) judge()
  const before = process.threadCpuUsage()
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now()
    judge()
    return performance.now() - start
  }).sort((a, b) => a - b)
  const at = (part: number) => Number(times[Math.floor(times.length * part)]!.toFixed(2))
  // What a busy machine does not change: microseconds of this thread alone.
  const { user, system } = process.threadCpuUsage(before)
  return { median: at(0.5), p99: at(0.99), processor: Number(((user + system) / 1000 / ROUNDS).toFixed(2)) }
}

function pick<T>(list: readonly T[]): T {
  return list[random(list.length)]!
}

function word(): string {
  return pick(words)
}

function sentence(): string {
  return Array.from({ length: WORDS }, word).join(' ')
}

function longest(list: readonly string[]): number {
  return list.reduce((best, word, n) => (word.length > list[best]!.length ? n : best), 0)
}
