import { hashSync } from 'bcryptjs'
import t from 'tap'
import { createPasswords } from '../../src/accounts/passwords.ts'

const passwords = createPasswords(4, 1)
t.teardown(() => passwords.close())

/** Whether a password that was stored as `stored` is taken when it is typed as `typed`. */
const fits = async (stored: string, typed: string) => passwords.verify(typed, await passwords.hash(stored))

t.test('a password fits its own hash and no other, and nothing fits where there is no account', async (t) => {
  const hash = await passwords.hash('correct horse')
  t.match(hash, /^\$2b\$04\$.{53}$/)
  t.ok(await passwords.verify('correct horse', hash))
  for (const wrong of ['correct horsE', 'correct horse ', '', hash]) t.notOk(await passwords.verify(wrong, hash), wrong)
  t.not(await passwords.hash('correct horse'), hash, 'each hash has a salt of its own')
  for (const any of ['correct horse', '']) t.notOk(await passwords.verify(any, undefined))
  t.notOk(await passwords.verify('correct horse', 'not a hash'))
  t.notOk(await passwords.verify('correct horse', hashSync('correct horse', 4)), 'nor one of the bare password')
})

t.test('every character counts, beyond the 72 bytes that bcrypt reads', async (t) => {
  for (const [script, character] of Object.entries({ Latin: 'a', Greek: 'ω', Han: '語', Gothic: '𐌰', emoji: '🦜' })) {
    for (const length of [64, 255]) {
      const long = character.repeat(length)
      t.ok(await fits(long, long), `${length} of ${script}`)
      t.notOk(await fits(`${long}1`, `${long}2`), `another after ${length} of ${script}`)
      t.notOk(await fits(`${long}1`, long), `one fewer of ${script}`)
    }
  }
})

t.test('one password is the same however a keyboard composes it', async (t) => {
  const same: [string, string][] = [
    ['caff\u00e8 corretto', 'caffe\u0300 corretto'],
    ['\u1e69\u1e69\u1e69', 's\u0323\u0307s\u0307\u0323\u1e69'],
    ['한국어 비밀번호', '한국어 비밀번호'.normalize('NFD')],
    ['password1', 'ｐａｓｓｗｏｒｄ１'],
    ['o\ufb03ce key', 'office key']
  ]
  for (const [one, other] of same) {
    t.not(one, other)
    t.ok(await fits(one, other), other)
  }
  t.notOk(await fits('caffè', 'caffe'), 'an accent is no matter of composition')
  t.notOk(await fits('Password', 'password'))
})

t.test('a hash made at another cost is still good', async (t) => {
  const earlier = createPasswords(5, 1)
  const hash = await earlier.hash('correct horse')
  await earlier.close()
  t.ok(await passwords.verify('correct horse', hash))
})

t.test('a wrong password takes as long with a hash of an older, lower cost as with none', async (t) => {
  const today = createPasswords(9, 1)
  t.teardown(() => today.close())
  const stored = await passwords.hash('correct horse')
  const least = { stored: Infinity, none: Infinity }
  const ratio = () => least.stored / least.none
  const alike = () => ratio() > 0.8 && ratio() < 1.25
  // The least of several tries is what the machine needs when nothing else disturbs it.
  for (let round = 0; round < 5 || (round < 50 && !alike()); round++) {
    for (const [name, hash] of [
      ['stored', stored],
      ['none', undefined]
    ] as const) {
      const before = process.cpuUsage()
      t.notOk(await today.verify('wrong horse', hash))
      least[name] = Math.min(least[name], process.cpuUsage(before).user)
    }
  }
  t.ok(alike(), `ratio ${ratio().toFixed(2)}`)
})

t.test('more work than can be done soon is refused at once', async (t) => {
  const few = createPasswords(4, 1)
  t.teardown(() => few.close())
  const settled = await Promise.allSettled(Array.from({ length: 40 }, () => few.hash('correct horse')))
  const refused = settled.filter((result) => result.status === 'rejected')
  t.equal(settled.length - refused.length, 17, 'one at work and sixteen waiting')
  for (const { reason } of refused) t.match(reason, { name: 'Unavailable', headers: { 'retry-after': '2' } })

  const flood = Array.from({ length: 40 }, () => few.hash('correct horse').catch(() => {}))
  await t.rejects(few.verify('x', undefined), { name: 'Unavailable' })
  await Promise.all(flood)
  t.notOk(await few.verify('x', undefined), 'what could not be prepared then is prepared now')
})

t.test('a full queue refuses a sign-in, and nothing goes unheard', async (t) => {
  const busy = createPasswords(4, 1)
  t.teardown(() => busy.close())
  const stored = hashSync('anything', 4)
  const attempts = await Promise.allSettled(Array.from({ length: 60 }, () => busy.verify('correct horse', stored)))
  const refused = attempts.filter(({ status }) => status === 'rejected')
  t.ok(refused.length > 0)
  for (const attempt of refused) t.equal((attempt as PromiseRejectedResult).reason.name, 'Unavailable')
  t.notOk(await busy.verify('correct horse', undefined), 'and an unknown account is checked once there is room')
})
