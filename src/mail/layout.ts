/** What a mail says, as plain text and as HTML. */
export interface Letter {
  subject: string
  text: string
  html: string
}

/** Whom a mail speaks to, and where the app's pages are that it links to (`PUBLIC_URL`). */
export interface Addressee {
  publicUrl: string
  displayName: string
}

/** A paragraph, or a link to a page of the app. */
type Part = string | { link: string; label: string }

/** The one layout of all mails. A subject holds nothing that somebody typed; paragraphs may. */
export function letter(subject: string, { publicUrl, displayName }: Addressee, parts: Part[]): Letter {
  const greeting = greet(displayName)
  const all = [greeting, ...parts]
  return {
    subject,
    text: `${[...all.map(asText), `Parlance\n${publicUrl}`].join('\n\n')}\n`,
    html: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>
<body style="font-family: sans-serif; line-height: 1.5; max-width: 36em; margin: 0 auto; padding: 1em">
${all.map(asHtml).join('\n')}
<p><a href="${escapeHtml(publicUrl)}">Parlance</a></p>
</body>
</html>
`
  }
}

const asText = (part: string | Part) => (typeof part === 'string' ? part : `${part.label}:\n${part.link}`)

const asHtml = (part: string | Part) =>
  typeof part === 'string'
    ? `<p>${escapeHtml(part)}</p>`
    : `<p><a href="${escapeHtml(part.link)}">${escapeHtml(part.label)}</a></p>`

/**
 * Anybody can have a mail sent to anybody by registering with their address, so the name must not be a message of its
 * own: it is one line, and one that a mail program could turn into a link is left out.
 */
function greet(displayName: string): string {
  const name = displayName.replace(breaks, ' ').trim()
  return name === '' || linkLike.test(name) ? 'Hello,' : `Hello ${name},`
}

/** Control characters, line ends, and what turns the direction of writing. */
const breaks = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu
const linkLike = /[/\\@]|[\p{L}\p{N}]\.[\p{L}\p{N}]{2}/u

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
