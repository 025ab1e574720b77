import type { Keep } from '../authoring/import-path.ts'
import { formatNames, isFormat } from '../courses/formats.ts'
import { languageByTag } from '../courses/languages.ts'
import { isLanguageTag } from '../http/language-tag.ts'
import { progressBar } from '../progress-bar.ts'
import { command, Misuse } from './command.ts'

const usage = `Usage: npm run import -- <path>… [--format ${formatNames.join('|')}] [--dry-run] [--draft] [--json]
                     [--slug <slug>] [--target <tag>] [--source <tag>]
Reads courses from files and folders, reports every fault and publishes what can be stored.
  --format   where the path's name does not tell
  --dry-run  only report; needs no database
  --draft    store as drafts, for somebody to publish
  --json     report as JSON, a line for each path
  --slug, --target, --source
             the course and its languages (BCP 47), where the file does not name them`

const config = {
  allowPositionals: true,
  options: {
    format: { type: 'string' },
    'dry-run': { type: 'boolean' },
    draft: { type: 'boolean' },
    json: { type: 'boolean' },
    slug: { type: 'string' },
    target: { type: 'string' },
    source: { type: 'string' }
  }
} as const

await command(usage, config, async ({ positionals: paths, values }) => {
  const { format, slug, json } = values
  if (paths.length === 0) throw new Misuse('Name the file or folder of a course')
  if (format !== undefined && !isFormat(format)) throw new Misuse(`${format} is not a format`)
  const languages = { target: languageOf(values.target), source: languageOf(values.source) }
  const { drafting, hasSucceeded, importPath, inJson, inLines, publishing } = await import(
    '../authoring/import-path.ts'
  )
  const importAll = async (keep?: Keep) => {
    for (const path of paths) {
      const bar = progressBar(process.stderr, path)
      const done = await importPath(path, { format, slug, ...languages, progress: bar.show }, keep)
      bar.clear()
      console.log((json ? inJson : inLines)(done))
      if (!hasSucceeded(done)) process.exitCode = 1
    }
  }
  if (values['dry-run']) return importAll()
  const { withMigratedDatabase } = await import('./database-app.ts')
  return withMigratedDatabase(({ db }) => importAll((values.draft ? drafting : publishing)(db)))
})

function languageOf(tag: string | undefined) {
  if (tag === undefined) return undefined
  if (!isLanguageTag(tag)) throw new Misuse(`${tag} is not a language tag, such as es or pt-BR`)
  return languageByTag(tag)
}
