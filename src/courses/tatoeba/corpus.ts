import { basename } from 'node:path'
import type { Side } from '../document.ts'
import type { FaultLog } from '../pairs/fault-log.ts'
import type { Place } from '../report.ts'
import type { TatoebaFiles } from './files.ts'
import { cellsOf, eachLine, idOf } from './lines.ts'

/** The sentences of two languages and what links them, to be gone through as often as need be. */
export interface Corpus {
  sentences(take: (id: number, side: Side, text: Buffer, place: Place) => void): Promise<void>
  /** Links lead from either language to the other, and some to further ones. */
  links(take: (one: number, other: number) => void): Promise<void>
}

/** What Tatoeba's files have; lines that have something else are reported where links are read, which is done once. */
export function corpusOf(files: TatoebaFiles, sideOf: (code: string) => Side | undefined, log: FaultLog): Corpus {
  const report = (file: string, line: number, what: string) =>
    log.report({ file: basename(file), line }, 'ragged-row', `The line is not ${what}, divided by tabs: left out`)
  return {
    async sentences(take) {
      for (const path of files.sentences) {
        const file = basename(path)
        await eachLine(path, (line, number) => {
          const [id, code, text] = cellsOf(line, 3)
          const side = code && code.length <= 10 ? sideOf(code.toString('latin1')) : undefined
          const known = side && text ? idOf(id) : 0
          if (known) take(known, side!, text!, { file, line: number })
        })
      }
      for (const path of files.pairs) {
        const file = basename(path)
        await eachLine(path, (line, number) => {
          const [target, targetText, source, sourceText] = cellsOf(line, 4)
          const ids = [idOf(target), idOf(source)] as const
          if (ids[0] === 0 || ids[1] === 0 || !sourceText) return
          take(ids[0], 'target', targetText!, { file, line: number })
          take(ids[1], 'source', sourceText, { file, line: number })
        })
      }
    },
    async links(take) {
      for (const path of files.links)
        await eachLine(path, (line, number) => {
          const [one, other] = cellsOf(line, 2).map(idOf)
          if (one && other) take(one, other)
          else if (line.length > 0) report(path, number, 'two ids')
        })
      for (const path of files.pairs)
        await eachLine(path, (line, number) => {
          const [target, , source, text] = cellsOf(line, 4)
          const [one, other] = [idOf(target), idOf(source)]
          if (one && other && text) take(one, other)
          else if (line.length > 0) report(path, number, 'id, text, id and text')
        })
    }
  }
}
