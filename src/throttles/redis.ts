import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { Unavailable } from '../http/problem.ts'
import type { ThrottleStore } from './throttles.ts'

type Commands = Redis & {
  takeAttempt(count: number, ...args: (string | number)[]): Promise<[wait: number, windows: string[]]>
  giveAttemptBack(count: number, ...args: string[]): Promise<null>
}

/** Redis counts, by its own clock. Throws `Unavailable` where it does not answer: nobody signs in uncounted. */
export function redisStore(redis: Redis): ThrottleStore {
  redis.defineCommand('takeAttempt', { lua: TAKE })
  redis.defineCommand('giveAttemptBack', { lua: GIVE_BACK })
  const commands = redis as Commands
  return async (keys, limits, windowSeconds) => {
    const names = keys.map((key) => `parlance:throttle:${key.toString('base64url')}`)
    const [wait, windows] = await commands
      .takeAttempt(names.length, ...names, randomUUID(), windowSeconds * 1000, ...limits)
      .catch((cause) => {
        throw Object.assign(new Unavailable('Attempts cannot be counted now; try again', 5), { cause })
      })
    if (wait > 0) return { counted: false, wait: Math.ceil(wait / 1000) }
    return { counted: true, giveBack: () => commands.giveAttemptBack(names.length, ...names, ...windows) }
  }
}

/** `KEYS`: the buckets. `ARGV`: an id for windows that begin, their ms, and the limit of each bucket. */
const TAKE = `
local wait = 0
for _, key in ipairs(KEYS) do
  if redis.call('HGET', key, 'remaining') == '0' then
    wait = math.max(wait, 1, redis.call('PTTL', key))
  end
end
local windows = {}
if wait > 0 then return {wait, windows} end
for i, key in ipairs(KEYS) do
  if redis.call('HSETNX', key, 'window', ARGV[1]) == 1 then
    redis.call('HSET', key, 'remaining', ARGV[i + 2])
    redis.call('PEXPIRE', key, ARGV[2])
  end
  redis.call('HINCRBY', key, 'remaining', -1)
  windows[i] = redis.call('HGET', key, 'window')
end
return {0, windows}`

/** `KEYS`: the buckets. `ARGV`: the window of each that an attempt was counted in. */
const GIVE_BACK = `
for i, key in ipairs(KEYS) do
  if redis.call('HGET', key, 'window') == ARGV[i] then
    redis.call('HINCRBY', key, 'remaining', 1)
  end
end`
