import { dictionary } from '@zxcvbn-ts/language-common'
import t from 'tap'
import { CommonPassword, isCommonPassword } from '../../src/accounts/common-passwords.ts'

const commonest = dictionary['passwords-common'].filter(({ length }) => length >= 8)

t.test('the ten thousand commonest that a password could be are refused, and no more', async (t) => {
  t.ok(commonest.length > 10_000)
  t.strictSame(commonest.slice(0, 3), ['password', '12345678', '123456789'], 'the list has the commonest first')
  const refused = await Promise.all(commonest.map(isCommonPassword))
  t.equal(refused.lastIndexOf(true), 9_999)
  t.equal(refused.indexOf(false), 10_000)
})

t.test('in any case and any composition', async (t) => {
  for (const password of ['PASSWORD1', 'PassWord1', 'ｐａｓｓｗｏｒｄ１', 'TrustNo1', '①②③④⑤⑥⑦⑧']) {
    t.ok(await isCommonPassword(password), password)
  }
})

t.test('what only contains one is not refused', async (t) => {
  const others = ['correct horse', 'correct horse battery staple', 'password1 or not', ' password1', 'password1\n', '']
  for (const password of others) t.notOk(await isCommonPassword(password), JSON.stringify(password))
})

t.test('the refusal says which field to mend', async (t) => {
  t.match(new CommonPassword('/body/newPassword'), {
    name: 'Validation',
    statusCode: 400,
    errors: [{ pointer: '/body/newPassword', message: 'must not be one of the 10,000 commonest passwords' }]
  })
})
