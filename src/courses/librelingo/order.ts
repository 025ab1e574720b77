/**
 * The order of things that a file lists apart, kind by kind: `2 word`, `1 phrase` for two words, then a phrase. Undefined
 * where they stand in the order of the kinds, which goes without saying.
 * @param kinds all kinds there are, in the order in which the file lists them
 */
export function orderOf<K extends string>(things: readonly K[], kinds: readonly K[]): string[] | undefined {
  const runs: { kind: K; length: number }[] = []
  for (const kind of things) {
    const last = runs.at(-1)
    if (last?.kind === kind) last.length++
    else runs.push({ kind, length: 1 })
  }
  const places = runs.map(({ kind }) => kinds.indexOf(kind))
  const isPlain = places.every((place, index) => index === 0 || place > places[index - 1]!)
  return isPlain ? undefined : runs.map(({ kind, length }) => `${length} ${kind}`)
}

/** The things in the order that `orderOf` gave. Those it does not speak of come last, kind by kind. */
export function inOrder<T>(lists: Readonly<Record<string, readonly T[]>>, order: readonly string[]): T[] {
  const left = new Map(Object.entries(lists).map(([kind, list]) => [kind, list.values()]))
  const ordered = order.flatMap((run) => {
    const [, length, kind] = /^(\d+) (\w+)$/.exec(run) ?? []
    return kind === undefined ? [] : [...(left.get(kind)?.take(Number(length)) ?? [])]
  })
  return [...ordered, ...[...left.values()].flatMap((rest) => [...rest])]
}
