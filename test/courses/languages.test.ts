import t from 'tap'
import { languageTag } from '../../src/courses/languages.ts'

t.test('a good tag is stored as it is, in whatever case', async (t) => {
  for (const [given, name, code] of [
    ['es', 'Spanish', 'es'],
    ['KAB', 'Kabyle', 'kab'],
    ['sr-latn', 'Serbian', 'sr-Latn'],
    ['rsk', 'Rusyn', 'rsk'],
    ['nb', 'Norwegian', 'nb']
  ] as const)
    t.strictSame(languageTag(given, name), { code })
})

t.test('a tag that is not the right one is mended where the right one is known', async (t) => {
  for (const [given, name, code] of [
    ['rus', 'Russian', 'ru'],
    ['iw', 'Hebrew', 'he'],
    ['srb', 'Serbian', 'sr'],
    ['en_US', 'English', 'en-US'],
    ['Houma', 'Houma', 'und'],
    ['xx', 'Elvish', 'und'],
    ['not a tag', 'Elvish', 'und'],
    ['', 'French', 'fr'],
    [undefined, 'French', 'fr']
  ] as const) {
    const { code: stored, complaint } = languageTag(given, name)
    t.equal(stored, code, `${given} for ${name}`)
    t.type(complaint, 'string')
  }
})
