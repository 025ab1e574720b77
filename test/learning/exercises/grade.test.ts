import { Value } from '@sinclair/typebox/value'
import t from 'tap'
import { Answer, AnswerMismatch } from '../../../src/learning/exercises/answer.ts'
import { gradeAnswer } from '../../../src/learning/exercises/grade.ts'
import type { ExerciseKey } from '../../../src/learning/exercises/schemas.ts'
import { input, rightAnswer, sessionOf } from './support.ts'

const keys = new Map(sessionOf(input({ size: 30 })).map(({ key }) => [key.kind, key]))
const kinds = ['choose', 'match', 'arrange', 'type', 'fill'] as const
const keyOf = (kind: ExerciseKey['kind']) => keys.get(kind)!

t.test('the right answer to each kind is correct', async (t) => {
  for (const kind of kinds) t.match(gradeAnswer(keyOf(kind), rightAnswer(keyOf(kind))), { verdict: 'correct' }, kind)
})

t.test('a blank answer is wrong, in whatever shape', async (t) => {
  for (const kind of kinds) {
    for (const answer of ['', '  ', []]) {
      const verdict = gradeAnswer(keyOf(kind), answer)
      t.match(verdict, { verdict: 'wrong', reason: 'blank', notes: [] }, kind)
      t.ok(verdict.nearest)
      t.ok(verdict.diff.length > 0 && verdict.diff.every((token) => token.kind === 'missing' && token.given === null))
    }
  }
})

t.test('an answer that the exercise cannot have is refused, saying what it takes', async (t) => {
  const refused: [ExerciseKey['kind'], Answer, RegExp][] = [
    ['choose', 'z', /id of an option: a, b, c, d/],
    ['choose', 'toString', /id of an option/],
    ['choose', ['a'], /id of an option/],
    ['match', 'a', /pairs of a left and a right id/],
    ['match', ['a1'], /pairs of a left and a right id/],
    ['match', [['1', 'a']], /pairs of a left and a right id/],
    [
      'match',
      [
        ['a', '1'],
        ['a', '2']
      ],
      /each used once at most/
    ],
    [
      'match',
      [
        ['a', '1'],
        ['b', '1']
      ],
      /each used once at most/
    ],
    ['arrange', 'a', /list of tile ids/],
    ['arrange', ['a', 'z'], /list of tile ids/],
    ['arrange', ['a', 'a'], /each used once at most/],
    ['arrange', [['a', 'b']], /list of tile ids/],
    ['arrange', ['__proto__'], /list of tile ids/],
    ['type', ['a'], /answered by text/],
    ['fill', [['a', 'b']], /answered by text/]
  ]
  for (const [kind, answer, message] of refused) {
    t.throws(() => gradeAnswer(keyOf(kind), answer), { name: 'AnswerMismatch', message }, `${kind} ${answer}`)
    t.throws(() => gradeAnswer(keyOf(kind), answer), AnswerMismatch)
  }
})

t.test('the schema of an answer takes the shapes of every kind and bounds them', async (t) => {
  for (const kind of kinds) t.ok(Value.Check(Answer, rightAnswer(keyOf(kind))), kind)
  for (const answer of [
    'x'.repeat(2001),
    Array(61).fill('a'),
    [['a']],
    [['a', 'b', 'c']],
    ['a', ['b', 'c']],
    null,
    1,
    {}
  ]) {
    t.notOk(Value.Check(Answer, answer), JSON.stringify(answer).slice(0, 40))
  }
})
