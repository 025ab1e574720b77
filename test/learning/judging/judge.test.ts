import { Ajv } from 'ajv'
import t from 'tap'
import { acceptedAnswers } from '../../../src/language/accepted.ts'
import { seededRandom } from '../../../src/learning/exercises/random.ts'
import { AnswerTooLong, judgeTyped, LONGEST_ANSWER } from '../../../src/learning/judging/judge.ts'
import { TypedKey, typedKey } from '../../../src/learning/judging/typed-key.ts'
import { Verdict } from '../../../src/learning/verdict.ts'
import { takesLess } from '../../support/cpu-time.ts'

interface Settings {
  language?: string
  accents?: TypedKey['accents']
  lookalikes?: string[]
}

function judge(answer: string, forms: string | string[], settings: Settings = {}): Verdict {
  const { language = 'es', accents = 'note', lookalikes = [] } = settings
  return judgeTyped(answer, { accepted: acceptedAnswers([forms].flat(), language), language, accents, lookalikes })
}

/** `correct`, the notes, or the reason: all in one word or a few. */
function outcome(...args: Parameters<typeof judge>): string {
  const { verdict, notes, reason } = judge(...args)
  return reason ?? (notes.join(' ') || verdict)
}

/** The diff in one line: `=` equal, `~` changed, `-` missing, `+` extra. */
function diff(...args: Parameters<typeof judge>): string {
  const signs = { equal: '=', changed: '~', missing: '-', extra: '+' }
  return judge(...args)
    .diff.map(
      ({ kind, given, expected }) => `${signs[kind]}${[given, expected].filter((text) => text !== null).join('|')}`
    )
    .join(' ')
}

type Case = [answer: string, forms: string | string[], outcome: string, lookalikes?: string[]]

const cases: Record<string, Case[]> = {
  es: [
    ['el perro', 'el perro', 'correct'],
    ['El perro', 'el perro', 'case'],
    ['el  perro .', 'el perro', 'correct'],
    ['Hola. ', 'Hola', 'correct'],
    ['Qué tal', '¿Qué tal?', 'punctuation'],
    ['que tal', '¿Qué tal?', 'case punctuation accent'],
    ['Hola amigo', 'Hola, amigo.', 'punctuation'],
    ['Hola,amigo', 'Hola, amigo', 'correct'],
    ['“hola” — dijo', '"hola" - dijo', 'correct'],
    ['esta', 'está', 'accent'],
    ['el ano pasado', 'el año pasado', 'accent'],
    ['el ano pasado', 'el año pasado', 'word', ['ano']],
    ['él esta', ['él está', 'esta es'], 'word'],
    ['el gaot', 'el gato', 'typo'],
    ['el gatos', 'el gato', 'word', ['gatos']],
    ['el pato', 'el gato', 'word', ['pato', 'gatos']],
    ['el Pató', 'el gato', 'word', ['pato']],
    ['el gata', ['el gato', 'la gata'], 'word'],
    ['la gata', ['el gato', 'la gata'], 'correct'],
    ['le gato', 'el gato', 'word'],
    ['porfavor', 'por favor', 'spacing'],
    ['por fa vor', 'por favor', 'spacing'],
    ['PORFAVOR', 'por favor', 'case spacing'],
    ['porque', 'por qué', 'word'],
    ['gato el', 'el gato', 'order'],
    ['perro el', ['perro', 'el perro'], 'order'],
    ['gato', 'el gato', 'missing'],
    ['el gato negro', 'el gato', 'extra'],
    ['la gato', 'el gato', 'word'],
    ['', 'el gato', 'blank'],
    [' \u200b\u00a0', 'el gato', 'blank'],
    ['¿?', 'el gato', 'blank'],
    ['¿?', '¿?', 'correct'],
    ['?', ['?', 'signo'], 'correct'],
    ['gato', '¿?', 'word'],
    ['tengo 1985 euros', 'tengo 1984 euros', 'word']
  ],
  en: [
    ['I am here', "I'm here", 'correct'],
    ['She has eaten', "She's eaten", 'correct'],
    ['He is tired', "He's tired", 'correct'],
    ["She's eaten", 'She has eaten', 'correct'],
    ["Yes, I'm.", 'Yes, I am.', 'word'],
    ['It costs 35', 'It costs 3.5', 'word'],
    ['It costs 1000', 'It costs 1,000', 'punctuation'],
    ['I’m here', 'I am here', 'correct'],
    ['Im here', 'I am here', 'punctuation'],
    ["they dont't know", "they don't know", 'word'],
    ["he does'nt", "he doesn't", 'punctuation'],
    ['John is dog', "John's dog", 'word'],
    ['alot of dogs', 'a lot of dogs', 'spacing'],
    ['a well known dog', 'a well-known dog', 'punctuation'],
    ['email', 'e-mail', 'punctuation'],
    ['he/she runs', 'he/she runs', 'correct'],
    ['she runs', 'he/she runs', 'correct']
  ],
  fr: [
    ["l'eau", 'l’eau', 'correct'],
    ['l´eau', "l'eau", 'correct'],
    ['leau', "l'eau", 'punctuation'],
    ['lete', "l'été", 'punctuation accent'],
    ['lete', "l'été", 'word', ['ete']],
    ['LETE', "l'Été", 'case punctuation accent'],
    ['DACCORD', "d'accord", 'case punctuation'],
    ['l eau', "l'eau", 'punctuation'],
    ["je t'appelle Max", "je m'appelle Max", 'word'],
    ['Ça va?', 'Ça va ?', 'correct'],
    ['oeuf', 'œuf', 'correct'],
    ['ete', 'été', 'accent'],
    ['avez vous', 'avez-vous', 'punctuation']
  ],
  de: [
    ['die Strasse', 'die Straße', 'correct'],
    ['DIE STRASSE', 'die Straße', 'case'],
    ['der hund', 'der Hund', 'case'],
    ['schon', 'schön', 'accent'],
    ['schon', 'schön', 'word', ['schon']]
  ],
  tr: [
    ['İstanbul', 'İstanbul', 'correct'],
    ['istanbul', 'İstanbul', 'case'],
    ['IŞIK', 'ışık', 'case'],
    ['kiz', 'kız', 'word'],
    ['uc', 'üç', 'accent']
  ],
  el: [
    ['Ο ΔΡΟΜΟΣ', 'ο δρόμοσ', 'case accent'],
    ['ο δρόμος', 'ο δρόμοσ', 'correct'],
    ['Ο ΔΡΌΜΟΣ', 'ο δρόμος', 'case']
  ],
  ru: [
    ['ее дом', 'её дом', 'accent'],
    ['мои дом', 'мой дом', 'word'],
    ['Я иду домой', 'я иду домой.', 'case']
  ],
  sr: [
    ['она је', 'он/она је', 'correct'],
    ['он ја', 'он/она је', 'word']
  ],
  rsk: [
    ['Вона плива у морю', 'Вона плїва у морю', 'typo'],
    ['Вона плїва у морю', 'Вона плїва у морю', 'correct']
  ],
  kab: [
    ['afellah', 'afellaḥ', 'accent'],
    ['afella\u1e25', 'afellah\u0323', 'correct'],
    ['agrum', 'aɣrum', 'typo'],
    ['wa', 'wɛ', 'word'],
    ['Txil k', 'Txil-k', 'punctuation'],
    ['tizwal urumi', 'tizwal-uṛumi', 'punctuation accent']
  ],
  ja: [
    ['私は学生です', '私は学生です。', 'correct'],
    ['私 は 学生 です', '私は学生です。', 'correct'],
    ['私は、学生です！', '私は学生です。', 'punctuation'],
    ['１０時', '10時', 'correct'],
    ['かき', 'がき', 'word'],
    ['私は先生です', '私は学生です。', 'word']
  ],
  zh: [
    ['你 好，世界', '你好，世界。', 'correct'],
    ['你好世界', '你好，世界。', 'punctuation'],
    ['喜欢我茶', '我喜欢茶', 'order'],
    ['学生是我', '我是学生', 'order'],
    ['生学', '学生', 'word']
  ],
  th: [['ฉัน กิน ข้าว', 'ฉันกินข้าว', 'correct']],
  ar: [
    ['\u202bكلب\u202c', 'كلب', 'correct'],
    ['كلب', 'كَلْب', 'accent'],
    ['كلب', 'كَلْب', 'accent', ['كلب']],
    ['كـلـب', 'كلب', 'correct'],
    ['ان', 'أن', 'word', ['ان']],
    ['انا هنا', 'أنا هنا', 'accent'],
    ['أين أنت', 'أين أنت؟', 'punctuation']
  ],
  he: [
    ['כלב', 'כֶּלֶב', 'accent'],
    ['כלב', 'כֶּלֶב', 'accent', ['כלב']],
    ['כֶּלֶב', 'כלב', 'accent', ['כֶּלֶב']],
    ['סַפָּר', 'סֵפֶר', 'word', ['סַפָּר']],
    ['בית ספר', 'בית־ספר', 'punctuation']
  ],
  pl: [
    ['byl', 'był', 'accent'],
    ['lodz', 'łódź', 'accent'],
    ['lata', 'łata', 'word', ['lata']]
  ],
  da: [['smorrebrod', 'smørrebrød', 'accent']],
  vi: [['duong', 'đường', 'accent']],
  fa: [['می خواهم', 'می‌خواهم', 'spacing']],
  hi: [['की', 'का', 'word']],
  ko: [['한국어를배워요', '한국어를 배워요', 'spacing']]
}

for (const [language, list] of Object.entries(cases)) {
  t.test(`answers in ${language}`, async (t) => {
    for (const [answer, forms, expected, lookalikes = []] of list) {
      t.equal(outcome(answer, forms, { language, lookalikes }), expected, `"${answer}" for "${forms}"`)
    }
  })
}

t.test('accents cost what the course says, but are never free where they make another word', async (t) => {
  const policies = ['note', 'strict', 'ignore'] as const
  const outcomes = (answer: string, form: string, lookalikes: string[] = []) =>
    policies.map((accents) => outcome(answer, form, { accents, lookalikes }))
  t.same(outcomes('esta', 'está'), ['accent', 'word', 'correct'])
  t.same(outcomes('ano', 'año', ['ano']), ['word', 'word', 'word'])
  t.same(outcomes('lano', "l'año"), ['punctuation accent', 'word', 'punctuation'])
  t.same(outcomes('caminaria', 'caminaría'), ['accent', 'word', 'correct'], 'no typo either')
  t.same(outcomes('camianria', 'caminaría'), ['accent typo', 'word', 'typo'])
  t.equal(diff('esta aqui', 'está aquí', { accents: 'ignore' }), '=esta|está =aqui|aquí')
})

t.test('a typo in an answer, and one more for every five words', async (t) => {
  t.equal(outcome('perrro negor', 'perro negro'), 'word')
  t.equal(outcome('el perrro negor come carne', 'el perro negro come carne'), 'typo')
  t.equal(outcome('el perrro negor come crane', 'el perro negro come carne'), 'word')
  t.equal(outcome('extraodinairo', 'extraordinario'), 'typo', 'two edits in a long word are one typo')
  t.equal(outcome('etraodinairo', 'extraordinario'), 'word')
})

t.test('the nearest accepted answer is the one with the fewest and smallest faults, else the main one', async (t) => {
  const forms = ['el perro negro', 'un perro negro', 'un can negro']
  t.equal(judge('un cna negro', forms).nearest, 'un can negro', 'misspelt beyond forgiving is near all the same')
  t.equal(judge('un can blanco', forms).nearest, 'un can negro')
  t.equal(judge('un perro negro.', forms).nearest, 'un perro negro')
  t.equal(judge('', forms).nearest, 'el perro negro')
  t.equal(judge('nada de esto', forms).nearest, 'el perro negro')
  t.equal(judge('Está', ['esta', 'Está', 'está']).nearest, 'Está')
})

t.test('the diff sets each word against its like, spelt as it was', async (t) => {
  t.equal(diff('qué TAL', '¿Qué tal?'), '=qué|¿Qué =TAL|tal?')
  t.equal(diff('el gato', 'el gato negro'), '=el|el =gato|gato -negro')
  t.equal(diff('el gran gato', 'el gato'), '=el|el +gran =gato|gato')
  t.equal(diff('la gata duerme', 'el gato', { lookalikes: ['gata'] }), '~la|el ~gata|gato +duerme')
  t.equal(diff('porfavor ven', 'por favor, ven'), '~porfavor|por favor, =ven|ven')
  t.equal(diff('gato el', 'el gato'), '~gato|el ~el|gato')
  t.equal(diff('', 'el gato'), '-el -gato')
  t.equal(diff('pan como hoy', 'hoy como pan con queso'), '-hoy -como =pan|pan ~como|con ~hoy|queso')
  t.equal(diff('como pan hoy', 'hoy como pan'), '-hoy =como|como =pan|pan +hoy')
  t.equal(diff('i dont knwo', "I don't know", { language: 'en' }), "=i|I ~dont|don't ~knwo|know")
  t.equal(diff("je t'appelle", "je m'appelle", { language: 'fr' }), "=je|je ~t'appelle|m'appelle")
  t.equal(diff('私は先生です', '私は学生です。', { language: 'ja' }), '=私|私 =は|は ~先生|学生 =です|です。')
})

t.test('an answer of up to 2000 characters is judged, a longer one refused', async (t) => {
  t.equal(outcome('a'.repeat(LONGEST_ANSWER), 'gato'), 'word')
  t.throws(() => judge('a'.repeat(LONGEST_ANSWER + 1), 'gato'), AnswerTooLong)
})

t.test('of texts too long to look for the best way, each word is set against the one in its place', async (t) => {
  const letters = (count: number) => Array.from({ length: count }, (_, n) => String.fromCodePoint(0x3b1 + (n % 9)))
  const accepted = Array.from({ length: 200 }, (_, n) => 'abcdefg'[n % 7]!)
  const { verdict, reason, diff } = judge(letters(600).join(' '), accepted.join(' '))
  t.same([verdict, reason, diff.length], ['wrong', 'word', 600])
  t.same(diff[7], { kind: 'changed', given: 'θ', expected: 'a' })
  t.same(diff[200], { kind: 'extra', given: 'γ', expected: null })
})

t.test('an answer right in the last of many accepted ones is found, whatever its slips', async (t) => {
  const forms = Array.from(
    { length: 200 },
    (_, i) => `uno dos tres cuatro cinco seis siete ocho nueve palabra${i} gatos`
  )
  t.equal(outcome('uno dos tres cuatro cinco seis siete ocho nueve palabra199 gaots', forms), 'typo')
  t.equal(outcome('unodos tres cuatro cinco seis siete ocho nueve palabra199 gatos', forms), 'spacing')
  t.equal(judge('uno dos tres cuatro cinco seis siete ocho diez palabra199 gatos', forms).nearest, forms[199])
})

t.test('answers made to take long take no more than others', async (t) => {
  const words = 'one/1 two/2 three/3 four/4 five/5 six/6 seven/7 eight/8'
  const accepted = acceptedAnswers([words], 'en')
  const backwards = accepted[0]!.split(' ').reverse()
  const answers = [
    'a '.repeat(1000),
    'a'.repeat(2000),
    '\ufdfa'.repeat(2000),
    `a${'\u0301\u0323'.repeat(999)}`,
    '? '.repeat(1000),
    '1.'.repeat(1000),
    backwards.flatMap((word) => Array(45).fill(word)).join(' '),
    Array.from({ length: 330 }, (_, i) => (i * 7919).toString(36).padEnd(5, 'x')).join(' ')
  ]
  for (const language of ['en', 'ja']) {
    for (const answer of answers) {
      const key: TypedKey = { accepted, language, accents: 'note', lookalikes: [] }
      t.ok(takesLess(500, () => judgeTyped(answer.slice(0, LONGEST_ANSWER), key)))
    }
  }
})

t.test('accepted answers made to take long, two hundred of them, take no more either', async (t) => {
  const random = seededRandom('judging')
  const many = (text: () => string) => Array.from({ length: 200 }, text)
  const list = (length: number, word: () => string) => Array.from({ length }, word)
  const letter = () => 'ab'[random(2)]!
  const word = () => Array.from({ length: 5 }, () => 'abcdefghijklmnopqrst'[random(20)]).join('')
  const keys = {
    'one letter each': many(() => list(200, letter).join(' ')),
    'one letter each, without spaces': many(() => list(200, letter).join("'")),
    'one long word': many(() => list(400, letter).join('')),
    'the same letter, cut in twos': many(() => `${list(132, () => 'aa').join(' ')} ${letter()}`),
    'the same letter, a thousand times': many(() => list(1000, () => 'a').join(' ')),
    'no word twice': many(() => list(66, word).join(' '))
  }
  const answers = {
    letters: list(1000, letter).join(' '),
    'letters without spaces': list(1000, letter).join("'"),
    'one word': list(2000, letter).join(''),
    'the same letter, cut in twos': list(666, () => 'aa').join(' '),
    'the same letter, cut in threes': list(500, () => 'aaa').join(' '),
    'words that grow': Array.from({ length: 61 }, (_, n) => 'a'.repeat(n + 1)).join(' '),
    'many words': list(333, word).join(' '),
    'marks only': "' ".repeat(1000)
  }
  for (const [name, accepted] of Object.entries(keys)) {
    for (const [kind, answer] of Object.entries(answers)) {
      const key: TypedKey = { accepted, language: 'es', accents: 'note', lookalikes: [] }
      t.ok(
        takesLess(500, () => judgeTyped(answer, key)),
        `${kind}, accepted: ${name}`
      )
    }
  }
})

t.test('a key collects what resembles the words of its answers, and fits its schema', async (t) => {
  const resembling = new Map([
    ['gato', ['gatos', 'pato']],
    ['perro', ['perra']]
  ])
  const key = typedKey(['el gato', 'Gato'], 'es', 'note', resembling)
  t.same(key, { accepted: ['el gato', 'Gato'], language: 'es', accents: 'note', lookalikes: ['gatos', 'pato'] })
  const ajv = new Ajv({ strict: false })
  t.ok(ajv.validate(TypedKey, key))
  t.ok(ajv.validate(Verdict, judgeTyped('el pato', key)))
})
