import fc from 'fast-check'
import t from 'tap'
import { introductionHtml } from '../../src/courses/introduction.ts'
import { cpuTimeOf } from '../support/cpu-time.ts'

t.test('an introduction is CommonMark with tables', async (t) => {
  t.equal(introductionHtml(null), null)
  t.equal(introductionHtml(''), '')
  t.equal(
    introductionHtml('# Animals\n\nA *cat* is a **gato**, see [more](https://example.org/?a=1&b).\n\n- one\n- two'),
    '<h1>Animals</h1>\n<p>A <em>cat</em> is a <strong>gato</strong>, see <a href="https://example.org/?a=1&amp;b">more</a>.</p>\n' +
      '<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n'
  )
  t.match(introductionHtml('|en|es|\n|-|-|\n|cat|gato|'), /<table>.*<td>gato<\/td>.*<\/table>/s)
  t.match(
    introductionHtml('![a cat](cat.png) [up](../up) [mail](mailto:ada@example.org)'),
    /src="cat\.png".*href="\.\.\/up".*mailto/
  )
})

/** What would run or load something on its own: a tag, attribute or scheme that Markdown itself never makes. */
function dangerIn(html: string): string | undefined {
  const tags = html.match(/<[^>]*>/g) ?? []
  for (const tag of tags) {
    if (
      !/^<\/?(?:h[1-6]|p|em|strong|s|a|img|ul|ol|li|code|pre|blockquote|hr|br|table|thead|tbody|tr|th|td)[ >]/.test(tag)
    )
      return tag
    const attributes = [...tag.replaceAll(/"[^"]*"/g, '""').matchAll(/ ([^ =>]+)/g)].map(([, name]) => name!)
    if (attributes.some((name) => !['href', 'src', 'alt', 'title', 'class', 'start', 'style'].includes(name)))
      return tag
    if (/ style="(?!text-align:(?:left|right|center)")/.test(tag)) return tag
    const url = / (?:href|src)="([^"]*)"/.exec(tag)?.[1]
    if (url !== undefined && /^[^/?#]*:/.test(url) && !/^(?:https?|mailto):/i.test(url)) return tag
  }
  return undefined
}

t.test('nothing in it can run, whatever its author wrote', async (t) => {
  const hostile = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](javascript&#58;alert(1))',
    '[x](javascript&colon;alert(1))',
    '[x](<java\tscript:alert(1)>)',
    '[x](\u0001javascript:alert(1))',
    '[x](vbscript:a)',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '![x](data:image/svg+xml,<svg/onload=alert(1)>)',
    '![x](data:image/png;base64,AAAA)',
    '![x" onerror="alert(1)](cat.png)',
    '![x](cat.png" onerror="alert(1))',
    '![x](cat.png "a\\" onerror=\\"alert(1)")',
    '[a]: javascript:alert(1)\n\n[a]',
    '<javascript:alert(1)>',
    '<https://example.org/"onmouseover="alert(1)>',
    '[![x](javascript:a)](javascript:b)',
    '[a](https://example.org "<script>")',
    '```<script>\n<script>\n```',
    '``` "onload=alert(1)\nx\n```',
    '`<script>`',
    '# <script>',
    '|<script>|\n|-|\n|<script>|',
    '> - <b onclick=a>\n>   <script>',
    '<!-- --><script>',
    '<scr<script>ipt>',
    '&lt;script&gt;',
    '\\<script>'
  ]
  for (const text of hostile) t.equal(dangerIn(introductionHtml(text)!), undefined, text)
  t.equal(dangerIn('<p><script>'), '<script>')
  t.equal(dangerIn('<a href="javascript:a">'), '<a href="javascript:a">')
  const parts = fc.constantFrom(
    ...hostile.flatMap((text) => [text, text.slice(0, -1), text.slice(1)]),
    '\n',
    '\n\n',
    ' ',
    '"',
    '>',
    '<',
    '(',
    '[',
    '`'
  )
  fc.assert(
    fc.property(
      fc.array(parts, { maxLength: 6 }),
      (texts) => dangerIn(introductionHtml(texts.join(''))!) === undefined
    ),
    { seed: 20260131, numRuns: 500 }
  )
})

t.test('the worst texts take little time, and a long one is cut', async (t) => {
  const worst = [
    '[',
    '![',
    '*a',
    '_a ',
    '`',
    '> ',
    '- ',
    '<',
    '&',
    '[a](',
    '|a',
    '**a *b ',
    '\\',
    '(',
    '<a',
    '![[]',
    '~~a'
  ]
  const table = `${'|a'.repeat(1_000)}\n${'|-'.repeat(1_000)}\n${'|\n'.repeat(3_000)}`
  for (const text of [...worst.map((part) => part.repeat(10_000)), table]) {
    let html = ''
    const taken = cpuTimeOf(() => {
      html = introductionHtml(text)!
    })
    t.ok(html.length < 1_000_000, `${html.length} characters of ${text.slice(0, 10)}`)
    t.ok(taken < 1_000, `${text.slice(0, 10)} took ${taken} ms`)
  }
  t.match(introductionHtml('A line.\n'.repeat(2_000)), /A line\.<\/p>\n<p>…<\/p>\n$/)
  t.equal(introductionHtml('😀'.repeat(9_999))!.isWellFormed(), true)
})
