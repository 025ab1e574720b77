import t from 'tap'
import { displayText, readings, tiles } from '../../src/language/forms.ts'

t.test('a form is shown without braces and spare spaces, with its asides and slashes', async (t) => {
  t.equal(displayText('{Excuse me}  what time is it? '), 'Excuse me what time is it?')
  t.equal(displayText('You (plural) were/are'), 'You (plural) were/are')
  t.equal(displayText('nin\u0303o'), 'niño', 'in NFC')
  t.equal(displayText('a { b'), 'a b', 'even when they are unbalanced')
})

t.test('what a form can be read as', async (t) => {
  const cases: [form: string, ...readings: string[]][] = [
    ['gato', 'gato'],
    ['он/она је', 'он је', 'она је'],
    ['¿Él/Ella come?', '¿Él come?', '¿Ella come?'],
    ['¿Él/Ella?', '¿Él?', '¿Ella?'],
    ['hello / good day', 'hello', 'good day'],
    ['cousin (male)', 'cousin', 'cousin male'],
    ['My cousin (male).', 'My cousin.', 'My cousin male.'],
    ['You(plural) were', 'You were', 'You plural were'],
    ['You (plural)are here', 'You are here', 'You plural are here'],
    ['friend(s)', 'friend', 'friends'],
    ['(s)he is', 'he is', 'she is'],
    ['(he/she) studies', 'studies', 'he studies', 'she studies'],
    ['(he / she) studies', 'studies', 'he studies', 'she studies'],
    ['(izan)', 'izan'],
    ['{post office}/bank', '{post office}', 'bank'],
    ['1/2', '1/2'],
    ['()']
  ]
  for (const [form, ...expected] of cases) t.same(readings(form), expected, form)
})

t.test('thirty slashes, asides or both have at most 200 readings, found quickly', async (t) => {
  const slashes = Array.from({ length: 30 }, (_, i) => `a${i}/b${i}`).join(' ')
  const asides = Array.from({ length: 30 }, (_, i) => `(a${i}) b${i}`).join(' ')
  for (const form of [slashes, asides, `${slashes} ${asides}`, '('.repeat(2000), '/'.repeat(2000)]) {
    const all = readings(form)
    t.ok(all.length <= 200)
  }
  t.equal(readings(slashes)[0], Array.from({ length: 30 }, (_, i) => `a${i}`).join(' '))
})

t.test('tiles are words without punctuation, groups in braces whole', async (t) => {
  const cases: [form: string, language: string, ...tiles: string[]][] = [
    ['¿Dónde está {la oficina}, {por favor}?', 'es', 'Dónde', 'está', 'la oficina', 'por favor'],
    ['De "{l\'eau}", s\'il vous plaît', 'fr', 'De', "l'eau", "s'il", 'vous', 'plaît'],
    ['Ça va ?', 'fr', 'Ça', 'va'],
    ['S tezmert tanalt-ik', 'kab', 'S', 'tezmert', 'tanalt-ik'],
    ["The students' well-known song.", 'en', 'The', "students'", 'well-known', 'song'],
    ['You(plural) were (all) in {Tel Aviv?}', 'en', 'You', 'were', 'in', 'Tel Aviv'],
    ['он/она је ту', 'sr', 'он', 'је', 'ту'],
    ['5 + 3 – 8', 'en', '5', '+', '3', '8'],
    ['{東京}に(私は)行きます。', 'ja', '東京', 'に', '行き', 'ます'],
    ['我喜欢喝茶。', 'zh', '我', '喜欢', '喝茶'],
    ['ฉันกินข้าว', 'th', 'ฉัน', 'กิน', 'ข้าว'],
    ['¡...!', 'es']
  ]
  for (const [form, language, ...expected] of cases) t.same(tiles(form, language), expected, form)
})
