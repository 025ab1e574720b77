import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import t from 'tap'
import { testEnv } from './helper.ts'
import { ownDatabase } from './support/database.ts'
import { freePort } from './support/free-port.ts'
import { bareEnv, root, unwatched } from './support/process.ts'

const readme = readFileSync(join(root, 'README.md'), 'utf8')

t.test('npm start serves the sessions of the README as they are printed there, and leaves at SIGTERM', async (t) => {
  const DATABASE_URL = await ownDatabase()
  const port = await freePort()
  const server = spawn('env', [...unwatched, 'npm', 'start'], {
    cwd: root,
    env: bareEnv({ ...testEnv, DATABASE_URL, PORT: String(port) }),
    stdio: ['ignore', 'pipe', 'inherit']
  })
  t.teardown(() => server.kill())
  const lines = createInterface(server.stdout)
  await new Promise<void>((resolve) => lines.on('line', (line) => line.includes('ready in') && resolve()))

  await t.test('a learner is judged', async (t) => {
    const [course, account, enrollment, studySession, verdict, progress] = await paste('A session', port)
    t.equal(course.slug, 'italian-from-english')
    t.equal(account.user.email, 'ada@example.org')
    t.match(enrollment, { course: 'italian-from-english' })
    t.equal(studySession.exercises.length, 12)
    t.same(verdict, JSON.parse(printed('A session', 'json')), 'the verdict is the one that the README shows')
    t.match(
      progress.skills.find(({ skill }: { skill: string }) => skill === 'food'),
      { seen: 1 }
    )
  })

  await t.test('an account is made, defended, recovered and deleted', async (t) => {
    const refused = { status: 401, type: 'urn:parlance:unauthorized' }
    const [registered, verified, stolen, last, sessions, mailed, reset, signedOut, data, deleted, gone] = await paste(
      'Accounts',
      port
    )
    t.match(registered, { user: { email: 'grace@example.org', emailVerified: false } })
    t.match(verified, { email: 'grace@example.org', emailVerified: true })
    for (const refusal of [stolen, last]) t.match(refusal, { ...refused, detail: /refresh token/ })
    t.match(sessions.items, [{ current: false }, { device: 'tablet', current: true }])
    t.equal(sessions.items.length, 2, 'the phone is signed out')
    t.match(mailed, { message: /./ })
    for (const refusal of [signedOut, gone]) t.match(refusal, { ...refused, detail: /access token/ })
    t.same([reset, deleted], [undefined, undefined])
    t.match(data, { user: { email: 'grace@example.org' } })
    t.match(
      data.sessions.map(({ device }: { device: string }) => device),
      [/^curl/, 'phone', 'tablet', 'tablet']
    )
  })

  await t.test('an author imports, corrects and publishes a course, and accepts an answer', async (t) => {
    const [imported, valid, first, , begun, , difference, second, wrong, report, , notified, righted, next, ...rest] =
      await run(blocks('docs/authoring.md', 'sh'), port, { ...testEnv, DATABASE_URL })
    t.match(imported, { state: 'done', report: { words: 2, phrases: 1, errors: 0 } })
    t.match(valid, { publishable: true, difference: { counts: { added: 3 } } })
    t.match(first, { revision: 1, written: 5 })
    t.match(difference, { counts: { added: 0, removed: 0, moved: 0, changed: 1 } })
    t.match(second, { revision: 2, written: 1 })
    t.match([wrong, report], [{ verdict: 'wrong' }, { state: 'open', answer: 'un gato' }])
    t.match(notified, { items: [{ kind: 'answer-accepted' }], unread: 1 })
    t.match(righted, { id: begun.id, exercises: begun.exercises, verdicts: [{ exercise: 6, verdict: 'correct' }] })
    t.notMatch(JSON.stringify(next.exercises), 'teh')
    const [search, revisions] = rest
    t.match(search.items, [{ target: 'el gato' }, { target: 'El gato bebe leche.' }])
    t.match(revisions.items, [{ number: 3 }, { number: 2 }, { number: 1 }])
  })

  await t.test('what is studied offline comes to what is reckoned by hand', async (t) => {
    const lines = await run(blocks('docs/offline.md', 'sh'), port, { ...testEnv, DATABASE_URL })
    const [pack, first, second, third, ...rest] = lines.slice(3)
    t.ok(pack.sessions[0].exercises.every(({ key }: { key: object }) => 'accepted' in key))
    t.match([first, second, third], [{ xp: 9 }, { correct: 3, wrong: 1, xp: 3 }, { xp: 9, day: '2026-03-07' }])
    const [late, early, earlyAgain, lateAgain, ...state] = rest.filter((line) => line !== undefined)
    const told = ({ results }: { results: { status: string; summary: object | null }[] }) => ({
      statuses: [...new Set(results.map(({ status }) => status))].join(),
      summary: results.at(-1)!.summary
    })
    const day = '2026-03-08'
    t.match(told(late), { statuses: 'applied', summary: { correct: 3, wrong: 1, xp: 3, day } })
    t.match(told(early), { statuses: 'applied', summary: { correct: 4, wrong: 0, xp: 9, day } })
    t.same(told(earlyAgain), { ...told(early), statuses: 'already' })
    t.match(told(lateAgain), { statuses: 'already', summary: { xp: 1, day } })
    t.same(state, parsed(blocks('docs/offline.md', 'json')).slice(0, -1), 'as the document shows')
  })

  server.kill('SIGTERM')
  await once(lines, 'close')
  await t.rejects(fetch(`http://localhost:${port}/health/live`), 'nobody listens any more')
})

/** The first block in a language of a section of the README. */
const printed = (section: string, language: string): string =>
  new RegExp(`^## ${section}\n[^]*?\`\`\`${language}\n([^]*?)\`\`\``, 'm').exec(readme)![1]!

/** All blocks in a language of a document, as one. */
const blocks = (document: string, language: string): string =>
  [...readFileSync(join(root, document), 'utf8').matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))]
    .map(([, block]) => block)
    .join('')

/** What a shell prints that is given a section's session, line by line; `undefined` for a reply without a body. */
const paste = (section: string, port: number) => run(printed(section, 'sh'), port)

async function run(session: string, port: number, env = {}) {
  const script = session.replaceAll('localhost:3000', `localhost:${port}`)
  const { stdout } = await promisify(execFile)('env', [...unwatched, 'bash', '-ec', script], {
    cwd: root,
    env: bareEnv(env)
  })
  return parsed(stdout)
}

/** What is not JSON is a course, as YAML, or a report for people. */
const parsed = (lines: string) => lines.split('\n').map((line) => (line.startsWith('{') ? JSON.parse(line) : undefined))
