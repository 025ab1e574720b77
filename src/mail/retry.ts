const FIRST = 5_000
const LONGEST = 3_600_000
const PATIENCE = 24 * 3_600_000

/**
 * How long, in ms, a mail waits after so many failed attempts: 5 s, doubling to an hour, and less by up to half, so that
 * many do not come back at once. `undefined` gives it up: it was posted a day ago or more.
 */
export function waitAfter(
  { attempts, createdAt }: { attempts: number; createdAt: string },
  now: number,
  random: number
): number | undefined {
  if (now - Date.parse(createdAt) >= PATIENCE) return undefined
  return Math.min(FIRST * 2 ** (attempts - 1), LONGEST) * (1 - random / 2)
}
