import t from 'tap'
import { licenceLine, licencesDiffer } from '../../src/courses/licence.ts'

t.test('licences differ by their terms and versions, not by how they are written', async (t) => {
  const bySa = 'Attribution-ShareAlike 4.0 International'
  t.notOk(licencesDiffer(bySa, 'CC BY-SA 4.0'))
  t.notOk(licencesDiffer(bySa, 'Creative Commons Attribution-ShareAlike'))
  t.ok(licencesDiffer(bySa, 'Attribution-NonCommercial-ShareAlike 4.0 International'))
  t.ok(licencesDiffer(bySa, 'CC BY-SA 3.0'))
  t.ok(licencesDiffer(bySa, 'MIT License'))
  t.ok(licencesDiffer(bySa, 'CC0 1.0 Universal'))
})

t.test('nothing is said of a licence that is not known', async (t) => {
  t.notOk(licencesDiffer('CC BY-SA 4.0', 'Terms of use'))
  t.notOk(licencesDiffer('Ask the author', 'MIT License'))
})

t.test('the first line of a licence file is the first that says something', async (t) => {
  t.equal(licenceLine('\n  \n  MIT License  \nCopyright'), 'MIT License')
  t.equal(licenceLine(' \n'), null)
})
