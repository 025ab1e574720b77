import { Parser } from 'htmlparser2'

/** What a field of a note says, without its markup. */
export interface FieldText {
  /** Blocks and line breaks begin new lines. */
  text: string
  images: string[]
  sounds: string[]
  /** Whether it had gaps to fill; what they hide is in the text. */
  cloze: boolean
}

// Longer ones are no word or sentence, and what follows need not look at all of them.
const LONGEST_FIELD = 200_000
const LONGEST_TEXT = 20_000

const BLOCKS = new Set('address blockquote dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table td th tr ul'.split(' '))
// A text above another tells how it is read.
const UNREAD = new Set(['script', 'style', 'title', 'rt', 'rp', 'template'])

/**
 * Reads a field of a note.
 * @param isHtml whether tags and entities are markup, as in every package
 */
export function fieldText(field: string, isHtml: boolean): FieldText {
  const { text, images } = isHtml ? plainText(field.slice(0, LONGEST_FIELD)) : { text: field, images: [] }
  const sounds: string[] = []
  const silent = text.slice(0, LONGEST_TEXT).replace(/\[sound:([^[\]]*)\]/g, (_, name: string) => {
    sounds.push(name)
    return ' '
  })
  const filled = silent.replace(/\{\{c\d+::([^{}]*)\}\}/g, (_, gap: string) => gap.split('::')[0]!)
  return { text: withoutReadings(filled), images, sounds, cloze: filled !== silent }
}

/** `食[た]べる`, as notes for Japanese have it, without the kana that tell how to read it. */
const withoutReadings = (text: string) =>
  text.replace(/ ?([\p{Script=Han}々]{1,20})\[[\p{Script=Hiragana}\p{Script=Katakana}ー]{1,40}\]/gu, '$1')

/** `食[た]べる` as it is read, たべる. */
export const readingOf = (text: string): string =>
  text.replace(/ ?[\p{Script=Han}々]{1,20}\[([\p{Script=Hiragana}\p{Script=Katakana}ー]{1,40})\]/gu, '$1')

function plainText(html: string): { text: string; images: string[] } {
  const images: string[] = []
  const pieces: string[] = []
  let unread = 0
  const parser = new Parser(
    {
      onopentag(name, { src }) {
        if (UNREAD.has(name)) unread++
        if (name === 'br' || BLOCKS.has(name)) pieces.push('\n')
        if (name === 'img' && src && !src.startsWith('data:')) images.push(src)
      },
      ontext(text) {
        if (unread === 0) pieces.push(text.replace(/\s+/g, ' '))
      },
      onclosetag(name) {
        if (UNREAD.has(name)) unread--
        if (BLOCKS.has(name)) pieces.push('\n')
      }
    },
    { decodeEntities: true }
  )
  parser.end(html)
  return { text: pieces.join(''), images }
}
