import { load, type Measured, type Requests } from './load.ts'

const CONNECTIONS = 32
const ROUNDS = 3
const WARM_UP = 1
const SECONDS = 3

/** How the medians were taken, for the head of the table. */
export const method = `${CONNECTIONS} connections, medians of ${ROUNDS} rounds of ${SECONDS} s`

/** A server under load: its port, and what is asked of it. */
interface Side {
  port: number
  requests: Requests
}

/**
 * Loads a server and its reference in turn: as fast as they answer, then both at one rate, half of what the slower can
 * do. Gives a row of the table, times in ms. Under full load every connection waits all the time, so that waiting there
 * says no more than throughput does; how long a request takes shows at half.
 */
export async function compare(server: Side, reference: Side) {
  const inTurn = async (seconds: number, perSecond?: number) => ({
    server: await load(server.port, server.requests, { connections: CONNECTIONS, seconds, perSecond }),
    reference: await load(reference.port, reference.requests, { connections: CONNECTIONS, seconds, perSecond })
  })
  await inTurn(WARM_UP)
  const full: Pair[] = []
  const half: Pair[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const pair = await inTurn(SECONDS)
    full.push(pair)
    half.push(await inTurn(SECONDS, Math.min(pair.server.perSecond, pair.reference.perSecond) / 2))
  }
  const ratio = (key: keyof Measured) => (pair: Pair) => pair.server[key] / pair.reference[key]
  return {
    throughput: median(full, ratio('perSecond'), 2),
    'per second': median(full, ({ server }) => server.perSecond, 0),
    reference: median(full, ({ reference }) => reference.perSecond, 0),
    'p99 at full load': median(full, ratio('p99'), 2),
    'p99 at half': median(half, ratio('p99'), 2),
    'in ms': median(half, ({ server }) => server.p99, 1),
    'reference, ms': median(half, ({ reference }) => reference.p99, 1)
  }
}

/** What one round measured. */
type Pair = { server: Measured; reference: Measured }

function median(pairs: Pair[], of: (pair: Pair) => number, digits: number): number {
  const sorted = pairs.map(of).sort((a, b) => a - b)
  return Number(sorted[Math.floor(sorted.length / 2)]!.toFixed(digits))
}
