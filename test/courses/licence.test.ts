import t from 'tap'
import { licenceConflict, licenceLine, licencesDiffer } from '../../src/courses/licence.ts'

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

t.test('a course contradicts its licence file where it claims another licence', async (t) => {
  const conflict = (name: string, licenceFile: string | null) =>
    licenceConflict({ licence: { name, shortName: null, link: null }, licenceFile })
  t.ok(conflict('CC BY 4.0', 'CC BY-NC 4.0'))
  t.notOk(conflict('CC BY 4.0', 'Attribution 4.0 International'))
  t.notOk(conflict('CC BY 4.0', null))
  t.notOk(licenceConflict({ licence: null, licenceFile: 'MIT License' }))
  t.ok(licenceConflict({ licence: { name: 'Free', shortName: 'MIT', link: null }, licenceFile: 'CC0' }))
})

t.test('of a licence file counts the line that names a licence, or else the first', async (t) => {
  t.equal(licenceLine('\n  \n  MIT License  \nCopyright'), 'MIT License')
  t.equal(licenceLine('# Licence\r\n\r\nCC0  1.0 Universal\r\n'), 'CC0 1.0 Universal')
  t.equal(licenceLine(`${'You may.\n'.repeat(10)}This is not the MIT licence.`), 'You may.')
  t.equal(licenceLine(' \n'), null)
})
