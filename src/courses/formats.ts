import { extname } from 'node:path'
import { readAnkiText } from './anki/read-export.ts'
import { readAnkiPackage } from './anki/read-package.ts'
import { readDocument } from './course-file/read-document.ts'
import type { CourseDocument } from './document.ts'
import { readLibreLingo } from './librelingo/read-course.ts'
import type { Fault } from './report.ts'
import { readTable } from './tables/read-table.ts'
import { readTatoeba } from './tatoeba/read-tatoeba.ts'

/** What a format may not tell of its course. */
export interface Languages {
  slug?: string
  target?: CourseDocument['target']
  source?: CourseDocument['source']
}

interface Format {
  /** What names of its files end in. */
  extensions: readonly string[]
  read(
    path: string,
    options: Languages & { progress?: (done: number, of: number) => void }
  ): Promise<{ course: CourseDocument | undefined; faults: Fault[] }>
}

/** Every format that courses are read from. A zip is none: what is packed has one. */
export const formats = {
  librelingo: { extensions: [], read: (folder, { progress }) => readLibreLingo(folder, progress) },
  document: { extensions: ['json', 'yaml', 'yml'], read: (path) => readDocument(path) },
  anki: { extensions: ['apkg', 'colpkg'], read: readAnkiPackage },
  'anki-text': { extensions: ['txt'], read: readAnkiText },
  table: { extensions: ['csv', 'tsv'], read: readTable },
  tatoeba: { extensions: [], read: readTatoeba }
} satisfies Record<string, Format>

export type FormatName = keyof typeof formats

export const formatNames = Object.keys(formats) as FormatName[]

/** Whether a text names a format. */
export const isFormat = (name: string | undefined): name is FormatName => formatNames.includes(name as FormatName)

/** The format whose files' names end like this one. */
export function formatByName(file: string): FormatName | undefined {
  const extension = extname(file).slice(1).toLowerCase()
  return formatNames.find((name) => (formats[name] as Format).extensions.includes(extension))
}
