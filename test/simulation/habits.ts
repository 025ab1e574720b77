import { type Random, seededRandom } from '../../src/learning/exercises/random.ts'

/** One study session of a plan. */
export interface PlannedSession {
  skill: string
  kind: 'lesson' | 'practice' | 'review'
  size: number
  /** When it is completed; its answers come in the seconds before. */
  at: Temporal.Instant
  timeZone: string
}

/** Sessions that the server hears of together: one at once, or several later from a device that was offline. */
export interface Told {
  sessions: PlannedSession[]
  at: Temporal.Instant
}

/** How a learner spends the year. */
export interface Habit {
  timeZone: string
  dayStartHour: number
  /** Of ten answers so many are right. */
  right: number
  /** In the order of time. */
  told: Told[]
}

/** A year in which Samoa skipped a date, and all of these zones but Kathmandu and Kiritimati changed their clocks. */
export const FIRST_DAY = Temporal.PlainDate.from('2011-02-01')

/** Zones, and when their clocks changed; Samoa skipped 30 December. */
const eventful = {
  'America/New_York': ['2011-03-13', '2011-11-06'],
  'Australia/Lord_Howe': ['2011-04-03', '2011-10-02'],
  'Asia/Kathmandu': ['2011-12-30'],
  'Pacific/Apia': ['2011-12-30', '2011-12-30', '2011-09-24'],
  'Pacific/Kiritimati': ['2011-12-30'],
  'Europe/Madrid': ['2011-03-27', '2011-10-30'],
  'America/Los_Angeles': ['2011-03-13', '2011-11-06'],
  'Pacific/Auckland': ['2011-04-03', '2011-09-25']
}
const zones = Object.keys(eventful) as (keyof typeof eventful)[]

/** The number of a learner who misses a day in forty, travels, and is offline at times. */
const DEVOTED = 27

/** The habits of a learner by their number, always the same ones. */
export function habitOf(learner: number): Habit {
  const random = seededRandom(`habit ${learner}`)
  const home = zones[learner % zones.length]!
  const changes = eventful[home]
  const travels = random(3) === 0
  const offline = random(2) === 0
  const dayStartHour = random(2) === 0 ? 0 : random(7)
  // The devoted study all year; others for two spells of some weeks, one of them when something happens to clocks.
  const change = Temporal.PlainDate.from(changes[random(changes.length)]!)
  const spells: [start: Temporal.PlainDate, length: number][] =
    learner === DEVOTED
      ? [[FIRST_DAY, 365]]
      : [
          [FIRST_DAY.add({ days: random(330) }), 6 + random(10)],
          [change.subtract({ days: 8 }), 6 + random(16)]
        ]
  const keen = learner === DEVOTED ? 40 : 5 + random(20)
  const days = new Map<string, Temporal.PlainDate>()
  for (const [start, length] of spells) {
    for (let day = 0; day < length; day++) {
      if (random(keen) === 0) continue
      const date = start.add({ days: day })
      if (date.since(FIRST_DAY).days >= 0 && date.since(FIRST_DAY).days < 365) days.set(date.toString(), date)
    }
  }
  const dates = [...days.values()].sort(Temporal.PlainDate.compare)
  let timeZone: string = home
  const sessions = dates
    .flatMap((date) => {
      if (travels && random(5) === 0) timeZone = zones[random(zones.length)]!
      return sessionsOn(date, timeZone, random)
    })
    .sort((a, b) => Temporal.Instant.compare(a.at, b.at))
  return { timeZone: home, dayStartHour, right: 6 + random(5), told: inTime(sessions, offline, random) }
}

/** One session, sometimes two, at some hour of a date by the zone's clocks, the night included. */
function sessionsOn(date: Temporal.PlainDate, timeZone: string, random: Random): PlannedSession[] {
  const times = Array.from({ length: random(6) === 0 ? 2 : 1 }, () =>
    date.toZonedDateTime({ timeZone, plainTime: { hour: random(24), minute: random(60), second: 30 } }).toInstant()
  )
  return times.map((at) => ({
    skill: random(3) === 0 ? 'food' : 'animals',
    kind: (['lesson', 'lesson', 'practice', 'review'] as const)[random(4)]!,
    size: 1 + random(2),
    at,
    timeZone
  }))
}

/** Who is offline now and then tells of up to four sessions together, within six days of the first. */
function inTime(sessions: readonly PlannedSession[], offline: boolean, random: Random): Told[] {
  const told: Told[] = []
  for (let rest = sessions; rest.length > 0; ) {
    const run = rest.slice(0, offline && random(4) === 0 ? 2 + random(3) : 1)
    const [first, last] = [run[0]!.at, run.at(-1)!.at]
    const at = run.length === 1 ? last : last.add({ hours: random(30) })
    const isInTime = at.epochMilliseconds - first.epochMilliseconds < 6 * 86_400_000
    told.push(...(isInTime ? [{ sessions: run, at }] : run.map((session) => ({ sessions: [session], at: session.at }))))
    rest = rest.slice(run.length)
  }
  return told
}
