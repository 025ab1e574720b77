import { extname } from 'node:path'
import type { CourseDocument } from './document.ts'
import type { Fault } from './report.ts'

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

/**
 * Every format that courses are read from. A zip is none: what is packed has one. Their readers are imported when first
 * used: a server needs no parser of YAML, HTML or zips to serve learners.
 */
export const formats = {
  librelingo: {
    extensions: [],
    read: async (folder, { progress }) => (await import('./librelingo/read-course.ts')).readLibreLingo(folder, progress)
  },
  document: {
    extensions: ['json', 'yaml', 'yml'],
    read: async (path) => (await import('./course-file/read-document.ts')).readDocument(path)
  },
  anki: {
    extensions: ['apkg', 'colpkg'],
    read: async (path, options) => (await import('./anki/read-package.ts')).readAnkiPackage(path, options)
  },
  'anki-text': {
    extensions: ['txt'],
    read: async (path, options) => (await import('./anki/read-export.ts')).readAnkiText(path, options)
  },
  table: {
    extensions: ['csv', 'tsv'],
    read: async (path, options) => (await import('./tables/read-table.ts')).readTable(path, options)
  },
  tatoeba: {
    extensions: [],
    read: async (folder, options) => (await import('./tatoeba/read-tatoeba.ts')).readTatoeba(folder, options)
  }
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
