import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import t from 'tap'
import { root } from './support/process.ts'

/** The folder that stands for one concept: a folder of `src/`, or else one of the root; a file of `src/` is its own. */
const conceptOf = (file: string): string => {
  const [top, inner] = relative(root, file).split(sep)
  return top === 'src' ? inner! : top!
}

/** Which others each concept imports from. */
function importsByConcept(): Map<string, Set<string>> {
  const imports = new Map<string, Set<string>>()
  for (const path of globSync('{src,plugins,routes}/**/*.ts', { cwd: root })) {
    const file = join(root, path)
    const concept = conceptOf(file)
    const others = imports.get(concept) ?? new Set()
    imports.set(concept, others)
    for (const [, specifier] of readFileSync(file, 'utf8').matchAll(/(?:from |import\()'(\.[^']+)'/g)) {
      others.add(conceptOf(join(dirname(file), specifier!)))
    }
    others.delete(concept)
  }
  return imports
}

t.test('imports point one way: no two folders need each other', async (t) => {
  const imports = importsByConcept()
  const needed = new Set(imports.keys())
  // What needs nothing that is left is no part of a circle.
  const isFree = (concept: string) => imports.get(concept)?.isDisjointFrom(needed) ?? true
  for (let free = [...needed].filter(isFree); free.length > 0; free = [...needed].filter(isFree)) {
    for (const concept of free) needed.delete(concept)
  }
  t.same(needed, new Set())
  t.same(imports.get('language'), new Set())
  t.ok(imports.get('learning')!.isSupersetOf(new Set(['courses', 'language'])))
})
