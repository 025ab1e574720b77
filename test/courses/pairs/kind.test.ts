import t from 'tap'
import { kindOf } from '../../../src/courses/pairs/kind.ts'

t.test('a word is one, with its article', async (t) => {
  for (const [form, language, kind] of [
    ['perro', 'es', 'word'],
    ['el perro', 'es', 'word'],
    ["l'eau", 'fr', 'word'],
    ['la {casa de campo}', 'es', 'word'],
    ['(el) perro', 'es', 'word'],
    ['der/die Angestellte', 'de', 'word'],
    ['perro grande', 'es', 'phrase'],
    ['¡Corre!', 'es', 'phrase'],
    ['El perro come.', 'es', 'phrase'],
    ['図書館', 'ja', 'word'],
    ['私は学生です', 'ja', 'phrase'],
    ['你好。', 'zh', 'phrase']
  ] as const)
    t.equal(kindOf(form, language), kind, form)
})
