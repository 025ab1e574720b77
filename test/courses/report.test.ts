import t from 'tap'
import { fault, formatReport, quote } from '../../src/courses/report.ts'

t.test('a report has a line per fault in the order of the files, and counts', async (t) => {
  const faults = [
    fault({ file: 'b.yaml', line: 1 }, 'empty-file', 'Nothing in it'),
    fault({ file: 'a.yaml', line: 10, column: 3 }, 'spacing', 'Ten'),
    fault({ file: 'a.yaml', line: 9, column: 5 }, 'missing-text', 'Nine, five'),
    fault({ file: 'a.yaml', line: 9, column: 1 }, 'spacing', 'Nine, one')
  ]
  t.equal(
    formatReport(faults),
    [
      'a.yaml:9:1  info  spacing  Nine, one',
      'a.yaml:9:5  error  missing-text  Nine, five',
      'a.yaml:10:3  info  spacing  Ten',
      'b.yaml:1  warning  empty-file  Nothing in it',
      '1 error, 1 warning, 2 info: empty-file 1, missing-text 1, spacing 2'
    ].join('\n')
  )
  t.equal(formatReport([]), 'No faults')
})

t.test('a hostile text can neither steer the terminal nor break the database', async (t) => {
  const { message, file } = fault({ file: 'a\u001b[2J.yaml', line: 1 }, 'spacing', '\0\ud800\u202etext')
  t.equal(file, 'a\\u001b[2J.yaml')
  t.equal(message, '\\u0000\ufffd\\u202etext')
})

t.test('a long text is cut in a message', async (t) => {
  t.equal(quote('short'), '“short”')
  t.equal(quote('x'.repeat(61)), `“${'x'.repeat(59)}…”`)
})
