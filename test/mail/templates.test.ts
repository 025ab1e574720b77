import t from 'tap'
import type { Addressee, Letter } from '../../src/mail/layout.ts'
import {
  accountDeleted,
  accountExists,
  confirmAccount,
  confirmNewEmail,
  emailChanged,
  emailChangeRequested,
  passwordChanged,
  resetPassword,
  sessionsEnded
} from '../../src/mail/templates.ts'

const token = 'a-token_0'
const newEmail = 'grace@example.org'
const publicUrl = 'https://app.example.org/learn'

/** Every mail there is, and the page that it links to. */
const mails: [write: (to: Addressee) => Letter, page: string | undefined][] = [
  [(to) => confirmAccount({ ...to, token }), `verify-email?token=${token}`],
  [accountExists, 'forgot-password'],
  [(to) => resetPassword({ ...to, token }), `reset-password?token=${token}`],
  [passwordChanged, 'forgot-password'],
  [(to) => confirmNewEmail({ ...to, token }), `verify-email?token=${token}`],
  [(to) => emailChangeRequested({ ...to, newEmail }), 'forgot-password'],
  [(to) => emailChanged({ ...to, newEmail }), undefined],
  [sessionsEnded, 'forgot-password'],
  [accountDeleted, undefined]
]

const linksOf = ({ html }: Letter) => [...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1])

t.test('every mail says the same as text and as HTML, and links to nothing but the app', async (t) => {
  const subjects = new Set<string>()
  for (const [write, page] of mails) {
    const mail = write({ publicUrl, displayName: 'Ada' })
    subjects.add(mail.subject)
    t.match(mail.text, /^Hello Ada,\n\n/)
    t.match(mail.html, '<p>Hello Ada,</p>')
    t.match(mail.html, `<title>${mail.subject}</title>`)
    t.same(linksOf(mail), [...(page ? [`${publicUrl}/${page}`] : []), publicUrl], mail.subject)
    const links = mail.text.match(/https?:\S+/g)
    t.same(links, linksOf(mail), 'the text has the same links')
    t.notMatch(mail.html, /<(img|script|link)|url\(/, 'it loads nothing')
  }
  t.equal(subjects.size, mails.length, 'each can be told by its subject')
})

t.test('what a learner typed is text, whatever it looks like', async (t) => {
  for (const [write] of mails) {
    const { html, text } = write({ publicUrl, displayName: `<b title="x">Ada & O'Neill` })
    t.match(html, 'Hello &#60;b title=&#34;x&#34;&#62;Ada &#38; O&#39;Neill,')
    t.match(text, `Hello <b title="x">Ada & O'Neill,`)
  }
  const { html } = emailChangeRequested({ publicUrl, displayName: 'Ada', newEmail: '<i>@example.org' })
  t.match(html, ' to &#60;i&#62;@example.org.')
})

t.test('a name is one line, and no message of its own', async (t) => {
  const greeting = (displayName: string) => accountDeleted({ publicUrl, displayName }).text.split('\n\n')[0]
  t.equal(greeting('Ada\r\n\r\nYou have won\u2028twice'), 'Hello Ada You have won twice,')
  t.equal(greeting('Ada\u202e\tol'), 'Hello Ada ol,', 'nor does it turn the direction of writing')
  for (const name of ['http://evil.example', 'win at evil.example', 'evil.example/x', 'call@evil.example', '\u2028']) {
    t.equal(greeting(name), 'Hello,')
  }
  for (const name of ['J. R. R. Tolkien', 'J.R.R. Tolkien', 'Dr. No', 'María-José', 'زهرا']) {
    t.equal(greeting(name), `Hello ${name},`)
  }
})

t.test('no subject holds anything that somebody typed', async (t) => {
  for (const [write] of mails) {
    const { subject } = write({ publicUrl: 'https://typed.example', displayName: 'typed\r\nBcc: typed@example.org' })
    t.match(subject, /^[A-Z][a-z -]+$/)
  }
})

t.test('a token is part of the link, whatever is in it', async (t) => {
  const mail = resetPassword({ publicUrl, displayName: 'Ada', token: 'a&b="c' })
  t.match(mail.text, `${publicUrl}/reset-password?token=a%26b%3D%22c\n`)
})
