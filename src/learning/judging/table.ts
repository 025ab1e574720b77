/**
 * The table of an alignment: what it costs at least to come to each pair of places in two texts, and from where. Rows
 * are made when they are reached, and only reached cells of a row are looked at, so that two texts that differ from
 * their first words on cost little.
 */
export function startTable() {
  let costs = new Float64Array(1024)
  let origins = new Int32Array(1024)
  let first = new Int32Array(64)
  let last = new Int32Array(64)
  let [width, height, limit, ready] = [0, 0, 0, 0]

  /** Begins anew, for texts of so many words; what costs more than `most` is not reached. */
  function clear(given: number, expected: number, most: number): void {
    width = expected + 1
    height = given + 1
    limit = most
    ready = 0
    if (width * height > costs.length) {
      costs = new Float64Array(2 * width * height)
      origins = new Int32Array(2 * width * height)
    }
    if (height > first.length) {
      first = new Int32Array(2 * height)
      last = new Int32Array(2 * height)
    }
  }

  function reach(origin: number, i: number, j: number, cost: number): void {
    if (cost > limit) return
    for (; ready <= i; ready++) {
      costs.fill(Number.POSITIVE_INFINITY, ready * width, (ready + 1) * width)
      first[ready] = width
      last[ready] = -1
    }
    const cell = i * width + j
    if (cost >= costs[cell]!) return
    costs[cell] = cost
    origins[cell] = origin
    if (j < first[i]!) first[i] = j
    if (j > last[i]!) last[i] = j
  }

  /** The places from start to end, or undefined where the end is out of reach. */
  function path(): [i: number, j: number][] | undefined {
    if (ready < height || costs[width * height - 1] === Number.POSITIVE_INFINITY) return undefined
    const places: [number, number][] = []
    for (let cell = width * height - 1; cell > 0; cell = origins[cell]!) {
      places.push([Math.floor(cell / width), cell % width])
    }
    return [...places, [0, 0] as [number, number]].reverse()
  }

  return {
    clear,
    reach,
    path,
    /** How many rows are in reach so far. */
    rows: () => ready,
    from: (i: number) => first[i]!,
    to: (i: number) => last[i]!,
    cost: (i: number, j: number) => costs[i * width + j]!
  }
}
