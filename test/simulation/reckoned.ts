import type { PlannedSession } from './habits.ts'

/** A session that was completed: when and where. */
export type Done = Pick<PlannedSession, 'at' | 'timeZone'>

const HOUR = 3_600_000

const calendars = new Map<string, Intl.DateTimeFormat>()

/** The learner's date at an instant, as a calendar on their wall has it. */
export function dateOf({ at, timeZone }: Done, dayStartHour: number): string {
  const calendar = calendars.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  calendars.set(timeZone, calendar)
  return calendar.format(at.epochMilliseconds - dayStartHour * HOUR)
}

/** A streak as somebody would count it who crosses off one date after another, with two pockets for freezes. */
export function reckonStreak(done: readonly Done[], now: Done, dayStartHour: number) {
  const today = dateOf(now, dayStartHour)
  const byDate = Map.groupBy(done, (session) => dateOf(session, dayStartHour))
  const dates = [...byDate.keys()].sort()
  const [first, last] = [dates[0], dates.at(-1)]
  if (first === undefined || last === undefined) return { state: 'none', length: 0, longest: 0, freezes: 0 }
  let [length, longest, freezes, frozenDates] = [0, 0, 0, 0]
  for (let date = first; date < today || date <= last; date = after(date)) {
    if (byDate.has(date)) {
      length++
      longest = Math.max(longest, length)
      frozenDates = 0
      if (length % 7 === 0 && freezes < 2) freezes++
    } else if (length > 0 && !isLost(date, byDate, dates, now, today)) {
      if (freezes === 0) length = 0
      else frozenDates++
      freezes = Math.max(0, freezes - 1)
    }
  }
  const asleep = length === 0 ? 'broken' : frozenDates > 0 ? 'frozen' : 'atRisk'
  return { state: last >= today ? 'active' : asleep, length, longest, freezes }
}

/** Whether nobody there had such a date, or a traveller flew over it in less than 36 hours. */
function isLost(date: string, byDate: Map<string, Done[]>, dates: string[], now: Done, today: string): boolean {
  const nextDate = dates.find((other) => other > date)
  const before = inTime(byDate.get(dates.findLast((other) => other < date)!)!).at(-1)!
  const next = nextDate === undefined ? now : inTime(byDate.get(nextDate)!)[0]!
  if ([before, next].every(({ timeZone }) => date === '2011-12-30' && timeZone === 'Pacific/Apia')) return true
  const hours = (next.at.epochMilliseconds - before.at.epochMilliseconds) / HOUR
  return (
    after(date) === (nextDate ?? today) &&
    hours < 36 &&
    offset(next.at, before.timeZone) < offset(next.at, next.timeZone)
  )
}

const inTime = (done: readonly Done[]) => done.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at))

const offset = (at: Temporal.Instant, timeZone: string) => at.toZonedDateTimeISO(timeZone).offsetNanoseconds

const after = (date: string) => Temporal.PlainDate.from(date).add({ days: 1 }).toString()

/** A completed session as it is stored. */
interface Completed {
  id: string
  kind: string
  skill_id: string | null
  day: string | null
  completed_at: string | null
  correct: number | null
  wrong: number | null
}

/** What sessions of one course earn: on each day the first of a skill in full, the next half, a quarter; a review in full. */
export function reckonXp(sessions: readonly Completed[]): number {
  const times = new Map<string, number>()
  let sum = 0
  for (const { id, kind, skill_id, day, correct, wrong } of sessions.toSorted(byCompletion)) {
    const name = kind === 'review' ? id : `${day} ${skill_id}`
    const before = times.get(name) ?? 0
    times.set(name, before + 1)
    const full = correct! + (wrong === 0 ? 5 : 0)
    sum += Math.floor(full / [1, 2, 4, 8, 16, 32][before]!)
  }
  return sum
}

const byCompletion = (a: Completed, b: Completed) =>
  Date.parse(a.completed_at!) - Date.parse(b.completed_at!) || (a.id < b.id ? -1 : 1)
