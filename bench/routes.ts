import { COURSE, type Learner, type Unanswered } from './data.ts'
import { type Requests, requestText } from './load.ts'

/** What is asked of both servers, each time by other learners, and how much of the reference's throughput is expected. */
export interface Route {
  name: string
  goal: number
  requests: { server: Requests; reference: Requests }
}

/** The routes that are measured; of the exercises either server gets half, for each can be answered once. */
export function routesFor(learners: Learner[], exercises: Unanswered[]): Route[] {
  const [courses, course, live] = ['/v1/courses', `/v1/courses/${COURSE}`, '/health/live'].map((path) =>
    requestText('GET', path, {})
  )
  const me = learners.map((learner) => requestText('GET', '/v1/me', headersOf(learner)))
  const everySecond = (first: number) => exercises.filter((_, i) => i % 2 === first)
  const byBoth = (requests: Requests) => ({ server: requests, reference: requests })
  return [
    { name: 'GET /health/live', goal: 0.35, requests: byBoth(() => live) },
    { name: 'GET /v1/courses', goal: 0.85, requests: byBoth(() => courses) },
    { name: 'GET /v1/courses/:course', goal: 0.85, requests: byBoth(() => course) },
    { name: 'GET /v1/me', goal: 0.85, requests: byBoth(inTurn(me)) },
    {
      name: 'PUT …/answers/:exercise',
      goal: 1,
      requests: { server: answering(everySecond(0)), reference: answering(everySecond(1)) }
    }
  ]
}

/** The reference takes the learner from a header of its own. */
const headersOf = ({ id, accessToken }: Learner) => ({ authorization: `Bearer ${accessToken}`, 'x-learner': id })

function inTurn(texts: string[]): Requests {
  let i = 0
  return () => texts[i++ % texts.length]
}

function answering(exercises: Unanswered[]): Requests {
  let i = 0
  return () => {
    const next = exercises[i++]
    if (!next) return undefined
    const path = `/v1/study-sessions/${next.session}/answers/${next.exercise}`
    return requestText('PUT', path, headersOf(next.learner), { answer: next.answer })
  }
}
