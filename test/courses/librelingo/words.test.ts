import t from 'tap'
import { wordsOf } from '../../../src/courses/librelingo/words.ts'

t.test('a form falls into its words without case, marks and punctuation', async (t) => {
  t.strictSame(wordsOf('¿Cómo {te llamas}, José?'), ['cómo', 'te', 'llamas', 'josé'])
  t.strictSame(wordsOf('l’âne (he/she) — 7'), ["l'âne", 'he', 'she'])
  t.strictSame(wordsOf('我是学生'), [], 'no words are guessed where none are divided')
})
