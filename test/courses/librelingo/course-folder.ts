import type { Test } from 'tap'

type Tree = { [name: string]: string | Buffer | Tree }

/** A small course without a fault. */
export const courseFiles: Readonly<Record<string, string>> = {
  'course.yaml': [
    'Course:',
    '  Language:',
    '    Name: Spanish',
    '    IETF BCP 47: es',
    '  For speakers of:',
    '    Name: English',
    '    IETF BCP 47: en',
    'Modules:',
    '  - basics/',
    ''
  ].join('\n'),
  'basics/module.yaml': ['Module:', '  Name: Basics', 'Skills:', '  - animals.yaml', ''].join('\n'),
  'basics/skills/animals.yaml': [
    'Skill:',
    '  Name: Animals',
    '  Id: d5c1a3f6-0b5e-4f4c-9d4e-8a2f6f1f8f10',
    'New words:',
    '  - Word: perro',
    '    Translation: dog',
    ''
  ].join('\n')
}

/** A temporary course folder: the sound course with these files over it; an undefined one is taken out. */
export function courseFolder(t: Test, files: Record<string, string | Buffer | undefined> = {}): string {
  const tree: Tree = {}
  for (const [path, content] of Object.entries({ ...courseFiles, ...files })) {
    if (content === undefined) continue
    const folders = path.split('/')
    const name = folders.pop()!
    let folder = tree
    for (const each of folders) {
      folder[each] ??= {}
      folder = folder[each] as Tree
    }
    folder[name] = content
  }
  return t.testdir(tree as Parameters<Test['testdir']>[0])
}

/** The sound course with the head of its skill and nothing else but these lines, the first of them line 4. */
export const withSkill = (...lines: string[]) => ({
  'basics/skills/animals.yaml': ['Skill:', '  Name: Animals', '  Id: one', ...lines, ''].join('\n')
})
