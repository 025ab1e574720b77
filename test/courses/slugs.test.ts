import fc from 'fast-check'
import t from 'tap'
import { freeSlug, hashedSlug, slugify } from '../../src/courses/slugs.ts'
import { anyCharacter } from '../support/arbitraries.ts'

const skillSlug = (name: string) => slugify(name, hashedSlug('skill'))

t.test('a slug is the name in a–z, 0–9 and hyphens, without marks', async (t) => {
  t.equal(skillSlug('ser_estar'), 'ser-estar')
  t.equal(skillSlug(' Ñandú & company'), 'nandu-company')
  t.equal(skillSlug('01-Basics (new)'), '01-basics-new')
})

t.test('a name in another alphabet has a slug of its own, always the same', async (t) => {
  t.match(skillSlug('Увод'), /^skill-[0-9a-f]{8}$/)
  t.equal(skillSlug('Увод'), skillSlug('Увод'))
  t.not(skillSlug('Увод 1'), skillSlug('Увод 2'))
  t.match(skillSlug('Łódź'), /^skill-/, 'a letter that is not made of a Latin one and a mark is not dropped')
  t.match(skillSlug('—'), /^skill-/)
})

t.test('every name has a well-formed slug', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (name) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(skillSlug(name))),
      { seed: 20_260_101 }
    )
  )
})

t.test('a slug that is taken gives way to the next candidate, then to numbers', async (t) => {
  t.equal(freeSlug(new Set(), ['food', 'basics-food']), 'food')
  t.equal(freeSlug(new Set(['food']), ['food', 'basics-food']), 'basics-food')
  t.equal(freeSlug(new Set(['food', 'basics-food', 'basics-food-2']), ['food', 'basics-food']), 'basics-food-3')
})
