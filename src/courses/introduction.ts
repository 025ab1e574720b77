import markdown from 'markdown-it'

/** In characters: three times the longest of published courses, and little enough that no text takes a server's time. */
const LONGEST_RENDERED = 10_000
const SCHEMES = ['http', 'https', 'mailto']

// HTML in the text is shown as text. What the library would allow of links is narrowed to what it must: a link has one of
// three schemes, or none.
const renderer = markdown({ html: false, linkify: false, typographer: false })
renderer.validateLink = (url) => {
  const scheme = /^([^/?#:]*):/.exec(url)?.[1]
  return scheme === undefined || SCHEMES.includes(scheme.toLowerCase())
}

/**
 * An introduction's Markdown (CommonMark with tables) as HTML that is safe to show, whoever wrote it; of one that has more
 * than 10,000 characters, the lines that are whole within them.
 */
export function introductionHtml(introduction: string | null): string | null {
  if (introduction === null || introduction.length <= LONGEST_RENDERED)
    return introduction && renderer.render(introduction)
  const start = introduction.slice(0, LONGEST_RENDERED).toWellFormed()
  const end = start.lastIndexOf('\n')
  return renderer.render(`${end > 0 ? start.slice(0, end) : start}\n\n…`)
}
