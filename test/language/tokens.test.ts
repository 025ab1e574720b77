import t from 'tap'
import { knownTokens, tokenReader } from '../../src/language/tokens.ts'

t.test('the lexicon has folded words, cut at spaces, hyphens and apostrophes', async (t) => {
  const cases: [text: string, language: string, ...tokens: string[]][] = [
    ['¿Cómo ESTÁ, señor?', 'es', 'cómo', 'está', 'señor'],
    ['l’eau d´ici', 'fr', 'l', 'eau', 'd', 'ici'],
    ['Tizwal-uṛumi, txil-k', 'kab', 'tizwal', 'uṛumi', 'txil', 'k'],
    ['Straße', 'de', 'strasse'],
    ['ISPARTA İzmir', 'tr', 'ısparta', 'izmir'],
    ['ΟΔΟΣ οδός', 'el', 'οδοσ', 'οδόσ'],
    ['Um 10:30, 1.000 €', 'de', 'um', '10.30', '1000'],
    ['כֶּלֶב, בית־ספר', 'he', 'כֶּלֶב'.normalize('NFC'), 'בית', 'ספר'],
    ['مدرســـة', 'ar', 'مدرسة'],
    ['می‌خواهم', 'fa', 'میخواهم'],
    ['ＡＢＣ　ﬁn', 'en', 'abc', 'fin'],
    ['你好，世界！', 'zh', '你好', '世界'],
    ['?!', 'es'],
    ['', 'es'],
    ['rus: Слово', 'Houma', 'rus', 'слово'],
    ['word', 'no language', 'word'],
    ['word', '', 'word']
  ]
  for (const [text, language, ...tokens] of cases) {
    t.same([...knownTokens([text], language)], tokens, `${text} in ${language}`)
  }
})

t.test('a token keeps the punctuation that stands at it', async (t) => {
  const texts = (text: string, language = 'fr') => tokenReader(language)(text).map((token) => token.text)
  t.same(texts('« Ça va ? » dit-il.'), ['« Ça', 'va ? »', 'dit-', 'il.'])
  t.same(texts('— Hola ,amigo'), ['— Hola', ',amigo'])
  t.same(texts('? !'), ['? !'])
  t.same(texts('私 は、学生 です。', 'ja'), ['私', 'は、', '学生', 'です。'])
})

t.test('spaces and punctuation do not move the words of a language without spaces', async (t) => {
  const keys = (text: string) => tokenReader('ja')(text).map((token) => token.key)
  const words = keys('私は昨日東京タワーに行きました')
  t.same(keys('私 は 昨 日 東 京 タ ワ ー に 行 き ま し た'), words)
  t.same(keys('私は、昨日、東京「タワー」に、行きました。'), words)
})
