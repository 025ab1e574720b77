import { join } from 'node:path'
import t from 'tap'
import { readLibreLingo } from '../../../src/courses/librelingo/read-course.ts'
import { acceptedAnswers } from '../../../src/language/accepted.ts'
import { lookalikes } from '../../../src/language/lookalikes.ts'
import { knownTokens } from '../../../src/language/tokens.ts'
import { typedKey } from '../../../src/learning/judging/typed-key.ts'
import { keysOf, properties } from './properties.ts'

/** Answers in a handful of languages, whose course also knows each word without its last letter. */
const handmade = [
  ['es', '¿Dónde está la oficina de correos?', 'El gato negro duerme.', 'año', 'Quiero un pan, por favor'],
  ['en', "I don't know the doctor's name.", 'She will have a well-known friend', 'cat/dog'],
  ['fr', "Je m'appelle Zoé, et l'eau est là !", 'Où êtes-vous ?'],
  ['de', 'Die Straße heißt Müllerstraße.', 'Übermorgen fährt der Zug'],
  ['tr', 'İstanbul ılık bir şehir', 'kız kardeşim'],
  ['el', 'Ο δρόμος είναι μακρύς', 'Τι κάνεις;'],
  ['ru', 'Мой дом — её крепость.', 'ещё чай'],
  ['kab', 'Afellaḥ yettwali iɣersiwen', 'Txil-k'],
  ['ar', 'أَيْنَ ٱلْمَدْرَسَة؟', 'كلب'],
  ['he', 'הכלב גדול, נכון?', 'כֶּלֶב'],
  ['ja', '私は昨日コンピューターを買いました。', '学生'],
  ['zh', '我喜欢喝茶。', '你好，世界！'],
  ['th', 'ฉันกินข้าว', 'สวัสดี']
].map(([language = '', ...forms]) => {
  const answers = acceptedAnswers(forms, language)
  const words = [...knownTokens(answers, language)]
  const cut = words.filter((word) => [...word].length > 3).map((word) => word.slice(0, -1))
  return typedKey(answers, language, 'note', lookalikes([...words, ...cut]))
})

properties(t, 'handmade', handmade)

const { course } = await readLibreLingo(join(import.meta.dirname, '../../../content/italian-from-english'))
properties(t, 'demonstration course', keysOf(course!))
