import t from 'tap'
import { knownKey } from '../../../src/courses/librelingo/fields.ts'

const phrase = {
  keys: ['Phrase', 'Alternative versions', 'Translation', 'Alternative translations', 'Images'],
  misplaced: { 'Also accepted': 'Alternative translations' }
}

t.test('a key counts as the one it nearly is', async (t) => {
  for (const [written, key] of [
    ['Phrase', 'Phrase'],
    ['phrase:', 'Phrase'],
    ['Alternative version', 'Alternative versions'],
    ['ALTERNATIVE_TRANSLATIONS', 'Alternative translations'],
    ['Transaltion', 'Translation'],
    ['Imagé', 'Images'],
    ['Also accepted', 'Alternative translations'],
    ['Also acccepted', 'Alternative translations']
  ] as const)
    t.equal(knownKey(written, phrase), key)
})

t.test('“Alternative” is the alternative of what stands before it', async (t) => {
  t.equal(knownKey('Alternative', phrase, 'Phrase'), 'Alternative versions')
  t.equal(knownKey('Alternatives', phrase, 'Translation'), 'Alternative translations')
})

t.test('a key that resembles none is unknown', async (t) => {
  for (const written of ['', 'Gender', 'Note', 'Audio', 'Hint', 'constructor', '__proto__'])
    t.equal(knownKey(written, phrase), undefined)
})
