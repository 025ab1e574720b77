import t from 'tap'
import { itemId } from '../../src/courses/identity.ts'

t.test('the id of an item never changes', async (t) => {
  t.equal(itemId('spanish-from-english', 'animals', 'el perro', 'the dog'), 'ebbbbf7b-94f2-54c1-bfdc-2c76c6cea92b')
})

t.test('case and Unicode composition make no difference, anything else does', async (t) => {
  const id = itemId('c', 's', 'niño', 'child')
  t.equal(itemId('c', 's', 'Nin\u0303o', 'Child'), id)
  for (const other of [
    itemId('c2', 's', 'niño', 'child'),
    itemId('c', 's2', 'niño', 'child'),
    itemId('c', 's', 'nino', 'child'),
    itemId('c', 's', 'niño', 'kid'),
    itemId('c', 's', 'child', 'niño')
  ])
    t.not(other, id)
  t.not(itemId('c', 's', 'a","b', 'c'), itemId('c', 's', 'a', 'b","c'))
})
