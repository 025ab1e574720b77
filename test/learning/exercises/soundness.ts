import type { TSchema } from '@sinclair/typebox'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Side } from '../../../src/courses/document.ts'
import { acceptedAnswers } from '../../../src/language/accepted.ts'
import { displayText } from '../../../src/language/forms.ts'
import { loose, plain } from '../../../src/language/loose.ts'
import { hasWord } from '../../../src/language/tokens.ts'
import { planChoose } from '../../../src/learning/exercises/choose.ts'
import { planFill } from '../../../src/learning/exercises/fill.ts'
import { gradeAnswer } from '../../../src/learning/exercises/grade.ts'
import { planMatch } from '../../../src/learning/exercises/match.ts'
import type { PlannedExercise } from '../../../src/learning/exercises/plan.ts'
import { Exercise, ExerciseKey } from '../../../src/learning/exercises/schemas.ts'
import type { SessionItem } from '../../../src/learning/exercises/vocabulary.ts'
import { materialOf, rightAnswer, type SessionInput, sessionOf } from './support.ts'

/** Holds a value against a schema that knows all its fields. */
function checker(schema: TSchema) {
  const closed = JSON.parse(JSON.stringify(schema), (_, part) =>
    part?.properties ? { ...part, additionalProperties: false } : part
  )
  return new Ajv2020({ strict: false }).compile(closed)
}
const isExercise = checker(Exercise)
const isKey = checker(ExerciseKey)

const TOLD = 'the prompt is the answer'
const DIFFICULTY = { choose: 1, match: 1, arrange: 2, fill: 2, type: 3, listen: 3 }

/** Everything wrong with the session of an input, as a learner or a cheat would see it; empty for a sound one. */
export function faultsOf(input: SessionInput): string[] {
  const session = sessionOf(input)
  const faults = session.flatMap((planned) =>
    faultsOfOne(input, planned).map((fault) => `${fault}: ${JSON.stringify(planned)}`)
  )
  // A session of one may have nothing better to ask.
  if (session.length === 1 && faults[0]?.startsWith(TOLD)) faults.shift()

  if (session.length > input.size) faults.push('too many exercises')
  if (session.some(({ exercise }, index) => exercise.id !== index + 1)) faults.push('ids are not positions')
  const shown = session.map(({ exercise: { id, ...rest } }) => JSON.stringify(rest))
  if (new Set(shown).size < shown.length) faults.push('two identical exercises')
  for (const { id } of [...input.items, ...input.pool]) {
    const levels = session
      .filter(({ itemIds }) => itemIds.includes(id))
      .map(({ exercise }) => DIFFICULTY[exercise.kind])
    if (levels.length > 3) faults.push(`${id} comes ${levels.length} times`)
    if (levels.some((level, n) => level < (levels[n - 1] ?? 0))) faults.push(`${id} becomes easier`)
  }
  if (JSON.stringify(session) !== JSON.stringify(sessionOf(input))) faults.push('the same seed gives another session')
  return faults
}

/**
 * Everything wrong with what the items of an input are asked among wrong answers to pick from: each of them in `choose`, in both
 * directions, in `match` and in `fill`, whether or not a session comes to it. Gives how many exercises these are, too.
 */
export function faultsOfDistractors(input: SessionInput): { exercises: number; faults: string[] } {
  const material = materialOf(input)
  const words = material.own.filter(({ item }) => item.kind === 'word')
  const everyWord = new Set(material.all.flatMap(({ target }) => target.looseWords))
  const planned = material.own.flatMap((entry) => [
    planChoose(material, entry, 'toTarget'),
    planChoose(material, entry, 'toSource'),
    ...(entry.item.kind === 'word' ? [planMatch(material, [entry, ...words.filter((word) => word !== entry)])] : []),
    ...(entry.item.kind === 'phrase' ? [planFill(material, entry, everyWord)] : [])
  ])
  const exercises = planned
    .filter((one) => one !== undefined)
    .map(({ exercise, key, entries }) => ({
      exercise: { id: 1, ...exercise } as Exercise,
      key,
      itemIds: entries.map(({ item }) => item.id)
    }))
  const faults = exercises.flatMap((one) => faultsOfOne(input, one).map((fault) => `${fault}: ${JSON.stringify(one)}`))
  return { exercises: exercises.length, faults }
}

function faultsOfOne(input: SessionInput, { exercise, key, itemIds }: PlannedExercise): string[] {
  const faults: string[] = []
  const check = (sound: boolean, fault: string) => sound || faults.push(fault)
  const stored = JSON.parse(JSON.stringify(key))
  check(isKey(stored), 'the key is none')
  check(isExercise(exercise), 'the exercise is none, or holds more than one')
  check(gradeAnswer(stored, rightAnswer(stored)).verdict === 'correct', 'the right answer is not correct')
  check(itemIds.length > 0, 'it practises nothing')

  const verdictOf = (text: string) => gradeAnswer(stored, text).verdict
  switch (exercise.kind) {
    case 'choose': {
      const right = answersTo(input, exercise.prompt, exercise.direction)
      const wrong = exercise.options.filter(({ id }) => verdictOf(id) === 'wrong')
      const language = exercise.direction === 'toTarget' ? input.target : input.source
      check(wrong.length === exercise.options.length - 1, 'not one option is right')
      check(
        wrong.every(({ text }) => !right.has(loose(text)) && readingsOf(text, language).isDisjointFrom(right)),
        'a distractor is an accepted answer'
      )
      check(!right.has(loose(exercise.prompt)), TOLD)
      check(
        new Set(exercise.options.map(({ text }) => loose(text))).size === exercise.options.length,
        'two options agree'
      )
      break
    }
    case 'match': {
      for (const [side, words] of [
        ['target', exercise.left],
        ['source', exercise.right]
      ] as const) {
        const forms = words.map(({ text }) => readingsOf(text, input[side]))
        check(
          forms.every((one, n) => forms.every((other, m) => n === m || one.isDisjointFrom(other))),
          'two share a form'
        )
      }
      if (key.kind !== 'match') break
      const others = key.pairs.flatMap(({ left }) =>
        key.pairs.filter((pair) => pair.left !== left).map(({ right }) => [left.text, right.text] as const)
      )
      check(
        !others.some(
          ([left, right]) =>
            answersTo(input, left, 'toSource').has(loose(right)) || answersTo(input, right, 'toTarget').has(loose(left))
        ),
        'a wrong pair is an accepted one'
      )
      break
    }
    case 'type': {
      const right = answersTo(input, exercise.prompt, exercise.direction)
      check(!right.has(loose(exercise.prompt)), TOLD)
      check(
        [...right].every((answer) => key.kind === 'type' && key.typed.accepted.map(loose).includes(answer)),
        'an answer is missing'
      )
      break
    }
    case 'fill': {
      const right = exercise.options?.filter((text) => verdictOf(text) !== 'wrong')
      check(!right || right.length === 1, 'not one option is right')
      const rest = `${exercise.before} ${exercise.after} ${exercise.translation}`.split(/\s+/).map(loose)
      check(!rest.includes(loose(rightAnswer(key) as string)), 'the sentence tells its missing word')
      break
    }
    case 'listen': {
      const heard = loose(rightAnswer(key) as string)
      check(Object.keys(exercise).sort().join() === 'audio,id,kind', 'more than what can be heard')
      check(heard.length < 4 || !loose(exercise.audio).includes(heard), 'the audio is named after what it says')
      check(
        input.items.some(({ id, audio }) => id === itemIds[0] && audio === exercise.audio),
        'other audio'
      )
      break
    }
    case 'arrange':
      check(!answersTo(input, exercise.prompt, exercise.direction).has(loose(exercise.prompt)), TOLD)
  }
  return faults
}

/** All that answers a prompt, loosely, found the plain way: the answers of every item that can be written like it. */
const answersTo = (input: SessionInput, prompt: string, direction: string): ReadonlySet<string> =>
  answersOf(input)[direction === 'toTarget' ? 'source' : 'target'].get(plain(prompt)) ?? new Set()

type Answers = Record<Side, Map<string, Set<string>>>
const knownAnswers = new WeakMap<SessionInput, Answers>()

/** The answers to each prompt on either side of an input's items. */
function answersOf(input: SessionInput): Answers {
  const answers: Answers = knownAnswers.get(input) ?? { target: new Map(), source: new Map() }
  if (knownAnswers.has(input)) return answers
  knownAnswers.set(input, answers)
  for (const item of [...input.items, ...input.pool]) {
    const { target, source } = writingOf(item, input)
    for (const [side, { prompts }, other] of [
      ['target', target, source],
      ['source', source, target]
    ] as const)
      for (const prompt of prompts)
        answers[side].set(prompt, other.answers.union(answers[side].get(prompt) ?? new Set()))
  }
  return answers
}

type Writing = Record<Side, { prompts: Set<string>; answers: Set<string> }>
const knownWritings = new WeakMap<SessionItem, Writing>()

/** What an item can be written like; it is worked out once for all the sessions that draw on it. */
function writingOf(item: SessionItem, languages: Pick<SessionInput, Side>): Writing {
  const known = knownWritings.get(item)
  if (known) return known
  const written = (side: Side) => {
    const answers = acceptedAnswers(item[side], languages[side])
    return {
      prompts: new Set([...item[side].map(displayText), ...answers].map(plain)),
      answers: new Set(answers.filter(hasWord).map(loose))
    }
  }
  const writing = { target: written('target'), source: written('source') }
  knownWritings.set(item, writing)
  return writing
}

const knownReadings = new Map<string, Set<string>>()

/** What a text can be read as, loosely. */
function readingsOf(text: string, language: string): Set<string> {
  const readings = knownReadings.get(language + text) ?? new Set(acceptedAnswers([text], language).map(loose))
  knownReadings.set(language + text, readings)
  return readings
}
