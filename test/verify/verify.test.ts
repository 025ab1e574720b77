import { sql } from 'kysely'
import t from 'tap'
import { completeStudySession } from '../../src/learning/completion.ts'
import { inLine, verify } from '../../src/verify/verify.ts'
import { newLearner } from '../support/learner.ts'
import { pooledDatabase } from '../support/pooled-database.ts'
import { root, run } from '../support/process.ts'
import { noon } from '../support/reports.ts'
import { answerAll, startedSession } from '../support/study.ts'
import { breaksRows, requireVerified } from '../support/verified.ts'

breaksRows()
const { db, url } = await pooledDatabase(t, { own: true })
const command = (cwd: string) => run(`${root}/src/commands/verify.ts`, [], { DATABASE_URL: url }, cwd)

const learners: string[] = []
for (let i = 0; i < 45; i++) learners.push((await newLearner(db)).id)

const findings = async () => (await Array.fromAsync(verify(db))).map(inLine)

t.test('every learner is looked at, however many there are', async (t) => {
  t.same(await findings(), [])
  const { session, exercises } = await startedSession(db, learners.at(-1)!, { size: 2 })
  await answerAll(db, learners.at(-1)!, session.id, exercises)
  await completeStudySession(db, learners.at(-1)!, session.id, noon)
  t.same(await findings(), [])
  await requireVerified(url)
  await sql`update xp_entries set amount = 70`.execute(db)
  await sql`
    insert into xp_entries select id, 'gift', 5, '2026-03-01', 'UTC', now()
    from unnest(${learners.slice(0, -1)}::uuid[]) as id`.execute(db)
  const gift = (id: string) =>
    `xp-ledger | user ${id} | xp_entries gift | expected nothing, for no completed session | found 5 XP on 2026-03-01`
  const changed =
    `xp-ledger | user ${learners.at(-1)} | xp_entries study-session:${session.id} | ` +
    'expected 7 XP on 2026-03-01 | found 70 XP on 2026-03-01'
  t.same((await findings()).sort(), [...learners.slice(0, -1).map(gift), changed].sort())
  await t.rejects(requireVerified(url), { message: /The database contradicts itself:\nxp-ledger/ })
})

t.test('the command prints each on a line, and its exit code tells', async (t) => {
  const { code, stdout, stderr } = await command(t.testdir())
  t.same([code, stderr], [1, '45 contradictions\n'])
  t.same(stdout.trim().split('\n'), await findings())
})
