import fastify from 'fastify'
import pg from 'pg'

/**
 * What the server is held against: the same reads and writes with the same SQL on bare Fastify and pg, without
 * schemas, validation, authentication or grading. Its caller names the learner in a header.
 */
const app = fastify()
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })

app.get('/health/live', async () => ({ status: 'up' }))

app.get('/v1/courses', async () => {
  const { rows } = await pool.query(courses, [null, null, '', 21])
  const items = rows[0].courses
  return { items: items.slice(0, 20), nextCursor: items.length > 20 ? items[19].slug : null }
})

app.get<{ Params: { course: string } }>('/v1/courses/:course', async (request) => {
  const { rows } = await pool.query(tree, [request.params.course])
  return rows[0]
})

app.get('/v1/me', async (request) => {
  const { rows } = await pool.query(user, [request.headers['x-learner']])
  return rows[0]
})

app.put<{ Params: { id: string; exercise: string }; Body: { answer: unknown } }>(
  '/v1/study-sessions/:id/answers/:exercise',
  async (request) => {
    const { id, exercise } = request.params
    const key = [request.headers['x-learner'], id, exercise]
    const now = new Date()
    const client = await pool.connect()
    try {
      await client.query('begin')
      const { rows } = await client.query(exerciseToAnswer, key)
      const verdict = { verdict: 'correct', notes: [], reason: null, nearest: 'il gatto', diff: [] }
      await client.query(answer, [...key, JSON.stringify(request.body.answer), JSON.stringify(verdict), true, now])
      const { course_id, item_ids } = rows[0]
      await client.query(progress, [key[0], course_id, item_ids, 1, now])
      await client.query(cards, [key[0], course_id, item_ids, now])
      await client.query(reviews, [...key, course_id, item_ids, now])
      await client.query('commit')
      return verdict
    } catch (error) {
      await client.query('rollback')
      throw error
    } finally {
      client.release()
    }
  }
)

const summary = `slug, json_build_object('code', target_code, 'name', target_name) as target,
  json_build_object('code', source_code, 'name', source_name) as source, skills, words, phrases, revision`

const courses = `select (
    select coalesce(json_agg(agg), '[]') from (
      select ${summary} from courses
      where ($1::text is null or target_code = $1) and ($2::text is null or source_code = $2) and slug > $3
      order by slug limit $4
    ) as agg
  ) as courses`

const tree = `select ${summary}, licence, licence_file as "licenceFile", repository,
  special_characters as "specialCharacters", (
    select coalesce(json_agg(agg), '[]') from (
      select units.slug, units.name, (
        select coalesce(json_agg(agg), '[]') from (
          select slug, name, images, words, phrases from skills
          where skills.unit_id = units.id and skills.retired = false order by skills.position
        ) as agg
      ) as skills
      from units where units.course_id = courses.id and units.retired = false order by units.position
    ) as agg
  ) as units
  from courses where slug = $1`

const user = `select id, email, email_verified_at as "emailVerifiedAt", display_name as "displayName",
    time_zone as "timeZone", avatar_url as "avatarUrl", day_start_hour as "dayStartHour",
    interface_language as "interfaceLanguage", daily_goal as "dailyGoal", role, created_at as "createdAt"
  from users where id = $1`

const exerciseToAnswer = `select exercise.key, exercise.item_ids, session.course_id, answers.answer, answers.verdict,
    session.completed_at is not null as completed
  from study_exercises as exercise
  join study_sessions as session on session.user_id = exercise.user_id and session.id = exercise.session_id
  left join answers on answers.user_id = exercise.user_id and answers.session_id = exercise.session_id
    and answers.number = exercise.number
  where exercise.user_id = $1 and exercise.session_id = $2 and exercise.number = $3`

const answer = `insert into answers (user_id, session_id, number, answer, verdict, correct, answered_at, day, time_zone)
  values ($1, $2, $3, $4, $5, $6, $7, ($7::timestamptz at time zone 'UTC')::date, 'UTC')`

const progress = `insert into item_progress as p (user_id, course_id, item_id, seen, correct, in_a_row, last_seen_at)
  select $1, $2, item_id, 1, $4::int, $4::int, $5 from unnest($3::uuid[]) as item_id order by item_id
  on conflict (user_id, course_id, item_id) do update set
    seen = p.seen + 1,
    correct = p.correct + excluded.correct,
    in_a_row = (p.in_a_row + 1) * excluded.in_a_row,
    last_seen_at = excluded.last_seen_at`

const cards = `insert into cards as c (user_id, course_id, item_id, direction, state, step, stability, difficulty, due,
    last_review_at, last_review_day, reps, lapses, retention, version)
  select $1, $2, item_id, 'toTarget', 'review', 0, 2.5, 5, $4::timestamptz + interval '2 days',
    $4::timestamptz, $4::timestamptz::date, 1, 0, 0.9, 1 from unnest($3::uuid[]) as item_id order by item_id
  on conflict (user_id, course_id, item_id, direction) do update set
    state = excluded.state, step = excluded.step, stability = excluded.stability, difficulty = excluded.difficulty,
    due = excluded.due, last_review_at = excluded.last_review_at, last_review_day = excluded.last_review_day,
    reps = c.reps + 1, version = c.version + 1`

const reviews = `insert into reviews (user_id, session_id, number, item_id, course_id, direction, rating, reviewed_at, day)
  select $1, $2, $3, item_id, $4, 'toTarget', 3, $6::timestamptz, $6::timestamptz::date from unnest($5::uuid[]) as item_id`

await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
