import t from 'tap'
import { fieldText, readingOf } from '../../../src/courses/anki/field-text.ts'

t.test('markup becomes lines, and what it shows or plays is told apart', async (t) => {
  for (const [html, text, rest] of [
    ['<b>el&nbsp;perro</b>&lt;3', 'el perro<3', {}],
    ['el perro<br>el can<br/>', 'el perro\nel can\n', {}],
    ['<div>el\n perro</div><div>el can</div>', '\nel perro\n\nel can\n', {}],
    ['<style>b { color: red }</style>pan<script>1</script>', 'pan', {}],
    ['<ruby>食<rt>た</rt></ruby>べる', '食べる', {}],
    [' 食[た]べる', '食べる', {}],
    ['pan <img src="a b.jpg"><img src="data:x">', 'pan ', { images: ['a b.jpg'] }],
    ['pan[sound:a&amp;b.mp3]', 'pan ', { sounds: ['a&b.mp3'] }],
    ['Voy al {{c1::cine::place}}, {{c2::hoy}}.', 'Voy al cine, hoy.', { cloze: true }],
    ['1 < 2 <b', '1 < 2 ', {}]
  ] as const)
    t.strictSame(fieldText(html, true), { text, images: [], sounds: [], cloze: false, ...rest }, html)
  t.equal(fieldText('a <b> &amp;', false).text, 'a <b> &amp;')
  t.equal(readingOf(' 食[た]べ 物[もの]'), 'たべもの')
})

t.test('marks that are never closed take no time', async (t) => {
  for (const mark of ['[sound:', '{{c1::', '::', '<div>', '<img ', '&', '食[', '"'])
    t.ok(fieldText(mark.repeat(20_000), true).text.length <= 20_000)
})
