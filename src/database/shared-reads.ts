import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type { Db } from './database.ts'

/** Runs one read, outside any transaction, and gives its rows. */
type Read = (text: string, values: readonly unknown[]) => Promise<unknown[]>

/** A connection while reads share it: how many wait for their rows, and how many it has taken. */
interface Lane {
  client: Promise<PostgresPoolClient>
  waiting: number
  taken: number
}

/** One process cannot ask for more than two backends can read; each is a second way round a read that is slow. */
const LANES = 2
/** After so many reads a connection goes back, so that transactions get their turn even of a pool of one. */
const TENURE = 500

const readers = new WeakMap<Db, Read>()

/**
 * Lets the `compiled` reads of a database share connections of its pool, each sent without waiting for the answer to the
 * one before (which the pool's `pipeline` setting allows). It takes a third of the work off a light request: connections
 * are found, written to and read from once for many.
 */
export function shareReads(db: Db, pool: PostgresPool): void {
  readers.set(db, sharing(pool))
}

/** How `compiled` reads of this database run; undefined for a transaction, whose reads are on its own connection. */
export const readerOf = (db: Db): Read | undefined => readers.get(db)

function sharing(pool: PostgresPool): Read {
  const lanes = new Set<Lane>()

  const leastBusy = (): Lane => {
    if (lanes.size < LANES) {
      const lane = { client: pool.connect(), waiting: 0, taken: 0 }
      lanes.add(lane)
      return lane
    }
    return [...lanes].reduce((least, lane) => (lane.waiting < least.waiting ? lane : least))
  }

  return async (text, values) => {
    const lane = leastBusy()
    lane.waiting++
    if (++lane.taken === TENURE) lanes.delete(lane)
    try {
      const client = await lane.client
      return (await client.query<unknown>(text, values)).rows
    } catch (error) {
      // Its connection may be lost: what comes next takes another.
      lanes.delete(lane)
      throw error
    } finally {
      if (--lane.waiting === 0) {
        lanes.delete(lane)
        lane.client.then(
          (client) => client.release(),
          () => {}
        )
      }
    }
  }
}
