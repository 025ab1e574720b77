import t from 'tap'
import { foldedWords } from '../../src/language/folded.ts'

t.test('case, punctuation, spaces and the kind of apostrophe are not told apart', async (t) => {
  for (const [language, ...texts] of [
    ['en', "I don't know.", 'i  don’t know', '"I DON\'T KNOW!"', ' i don´t know '],
    ['es', '¿Qué tal?', 'qué tal', 'QUÉ, TAL'],
    ['tr', 'IRMAK', 'ırmak'],
    ['de', 'Die Straße', 'die strasse'],
    ['el', 'ο λόγος', 'Ο ΛΌΓΟΣ.'],
    ['ja', '猫が好きです。', '猫 が 好き です']
  ] as const) {
    t.equal(new Set(texts.map((text) => foldedWords(text, language))).size, 1, texts[0])
  }
})

t.test('words, their order and accents are', async (t) => {
  const texts = ['el año', 'el ano', 'año el', 'el año el', 'elaño', '']
  t.equal(new Set(texts.map((text) => foldedWords(text, 'es'))).size, texts.length)
})
