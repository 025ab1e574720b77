import fc from 'fast-check'
import t from 'tap'
import { proposedForm } from '../../src/learning/answer-group.ts'
import type { Answer } from '../../src/learning/exercises/answer.ts'
import { gradeAnswer } from '../../src/learning/exercises/grade.ts'
import type { Exercise, ExerciseKey } from '../../src/learning/exercises/schemas.ts'
import { anyCharacter } from '../support/arbitraries.ts'

const itemId = '0199f0a4-7b1c-7d3e-8a5f-0c2d4e6f8a1b'
const typed = { accepted: ['el perro'], language: 'es', accents: 'note', lookalikes: [] } as const
const typing = { id: 1, kind: 'type', direction: 'toTarget', prompt: 'the dog' } as const
const filling: Exercise = { id: 1, kind: 'fill', before: 'El ', after: ' come.', translation: '', options: null }
const keyOf = (kind: 'type' | 'fill'): ExerciseKey => ({
  kind,
  typed: { ...typed, accepted: ['perro'], lookalikes: [] }
})

const propose = (answer: Answer, exercise: Exercise = typing) =>
  proposedForm(exercise, keyOf(exercise.kind as 'type'), [itemId], answer)

t.test('a typed answer is the form, without what would be an author’s mark', async (t) => {
  t.match(propose('  el   chucho. '), { itemId, side: 'target', form: 'el chucho.' })
  t.match(propose('(el) {chucho}/can'), { form: 'el chucho can' })
  t.match(propose('a dog', { ...typing, direction: 'toSource' }), { side: 'source', form: 'a dog' })
})

t.test('a word that was filled in proposes its sentence, as typing all of it does', async (t) => {
  const filled = propose('chucho', filling)!
  t.match(filled, { side: 'target', form: 'El chucho come.' })
  t.equal(filled.groupId, propose('el chucho come')!.groupId)
  t.not(filled.groupId, propose('chucho')!.groupId)
})

t.test('another item or direction is another group', async (t) => {
  const groups = [
    propose('chucho'),
    propose('chucho', { ...typing, direction: 'toSource' }),
    proposedForm(typing, keyOf('type'), ['0199f0a4-7b1c-7d3e-8a5f-0c2d4e6f8a1c'], 'chucho')
  ]
  t.equal(new Set(groups.map((group) => group!.groupId)).size, 3)
})

t.test('what is no text, has no word or is too long proposes nothing', async (t) => {
  for (const answer of ['', ' ', '…', '{}', 'a'.repeat(401), ['a'], [], [['a', '1']]] as Answer[]) {
    t.equal(propose(answer), undefined, JSON.stringify(answer).slice(0, 20))
  }
  t.equal(propose('…', filling), undefined, 'the sentence around it does not count')
  const choose: Exercise = { id: 1, kind: 'choose', direction: 'toTarget', prompt: 'the dog', options: [] }
  t.equal(proposedForm(choose, { kind: 'choose', options: {}, right: 'a' }, [itemId], 'a'), undefined)
})

t.test('whatever is proposed makes its own answer right', async () => {
  const answers = fc.array(fc.oneof(fc.constantFrom('el', 'Chucho', "d'una", '-', ' '), anyCharacter), {
    maxLength: 30
  })
  fc.assert(
    fc.property(
      answers.map((parts) => parts.join(' ').replaceAll('\0', '')),
      (answer) => {
        const proposed = propose(answer)
        if (!proposed) return
        const key: ExerciseKey = {
          kind: 'type',
          typed: { ...typed, accepted: ['perro', proposed.form], lookalikes: [] }
        }
        if (gradeAnswer(key, answer).verdict === 'wrong') throw new Error('wrong')
      }
    ),
    { seed: 20260301, numRuns: 200 }
  )
})
