import fc from 'fast-check'
import t from 'tap'
import { foldEmail, isEmail } from '../../src/http/email.ts'

t.test('one address is one address, however it is typed', async (t) => {
  for (const typed of ['ADA@EXAMPLE.ORG', 'ａｄａ@ｅｘａｍｐｌｅ.org', 'ada@example.org']) {
    t.equal(foldEmail(typed), 'ada@example.org', typed)
  }
  t.equal(foldEmail('Jose\u0301@example.org'), 'jos\u00e9@example.org')
  t.not(foldEmail('ada.l@example.org'), foldEmail('adal@example.org'))
})

t.test('an address may be of any script', async (t) => {
  for (const email of [
    'ada@example.org',
    "o'hara+parlance/1=a_b-c@mail.example.co.uk",
    'a@1.2',
    'josé@españa.example',
    'Jose\u0301@ESPAÑA.example',
    '用户@例子.广告',
    'ａｄａ@ｅｘａｍｐｌｅ．org',
    'अजय@डाटा.भारत',
    'квіточка@пошта.укр',
    'θσερ@εχαμπλε.ψομ',
    'Dörte@Sörensen.example.com',
    'علي@نامه\u200cای.ایران',
    'ada@xn--espaa-rta.example',
    '🦊@example.org',
    `${'é'.repeat(64)}@example.org`,
    `ada@${'ñ'.repeat(63)}.org`,
    `${'a'.repeat(64)}@${`${'b'.repeat(63)}.`.repeat(2)}${'c'.repeat(61)}`
  ]) {
    t.ok(isEmail(email), email)
  }
  fc.assert(fc.property(fc.emailAddress(), isEmail), { seed: 6531 })
})

t.test('what could be no address, or two, is none', async (t) => {
  for (const email of [
    '',
    '@',
    'ada',
    'ada@',
    '@example.org',
    'ada@example',
    'ada@@example.org',
    'ada@home@example.org',
    'ada＠home@example.org',
    'ada @example.org',
    'ada\u00a0l@example.org',
    'ada¨@example.org',
    'ada@exam ple.org',
    'ada@example.org\n',
    ' ada@example.org',
    'ada\0@example.org',
    'ada\u0085@example.org',
    'ada\u200b@example.org',
    'ada\u202e@example.org',
    'ada\ud800@example.org',
    '.ada@example.org',
    'ada.@example.org',
    'a..da@example.org',
    'a\u2025da@example.org',
    'ada@.example.org',
    'ada@example..org',
    'ada@example.org.',
    'ada@-example.org',
    'ada@example-.org',
    'ada@exa_mple.org',
    'ada@[127.0.0.1]',
    'ada@例子。广告',
    '"ada l"@example.org',
    'ada,grace@example.org',
    'Ada <ada@example.org>',
    'mailto:ada@example.org',
    `${'é'.repeat(65)}@example.org`,
    `ada@${'ñ'.repeat(64)}.org`,
    `${'a'.repeat(64)}@${`${'b'.repeat(63)}.`.repeat(2)}${'c'.repeat(62)}`,
    `\ufdfa\ufdfa\ufdfa\ufdfa@example.org`
  ]) {
    t.notOk(isEmail(email), JSON.stringify(email))
  }
})

t.test('it takes no longer for a text that is nearly one', async (t) => {
  const start = performance.now()
  for (const part of ['a', 'a.', 'a@', 'a-', '-', '.', 'é', '\u200c', '\ufdfa']) {
    for (const length of [254, 508, 100_000]) {
      const long = part.repeat(length).slice(0, length)
      for (const email of [long, `a@${long}`, `${long}@a.b`, `a@${long.slice(0, 60)}.${long}_`]) t.notOk(isEmail(email))
    }
  }
  t.ok(performance.now() - start < 1_000)
})
