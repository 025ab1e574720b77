/** Whether two texts name different licences. False where either names none that is known here. */
export function licencesDiffer(a: string, b: string): boolean {
  const [first, second] = [kindOf(a), kindOf(b)]
  if (!first || !second) return false
  return first.name !== second.name || (!!first.version && !!second.version && first.version !== second.version)
}

/** The first line of a licence file that says something. */
export function firstLine(text: string): string | null {
  return /\S.*\S|\S/.exec(text)?.[0].toWellFormed().replaceAll('\0', '') ?? null
}

function kindOf(text: string): { name: string; version?: string } | undefined {
  const lower = text.toLowerCase()
  const version = /\b\d\.\d\b/.exec(lower)?.[0]
  if (/\bcc0\b|public domain/.test(lower)) return { name: 'cc0' }
  if (/\battribution\b|\bcc[- ]by\b/.test(lower)) {
    const terms = { nc: /non-?commercial|\bnc\b/, nd: /no-?deriv|\bnd\b/, sa: /share-? ?alike|\bsa\b/ }
    const present = Object.entries(terms).flatMap(([term, pattern]) => (pattern.test(lower) ? term : []))
    return { name: ['by', ...present].join('-'), version }
  }
  const name = /\b(mit|apache|bsd|mozilla|affero|lesser general public|general public)\b/.exec(lower)?.[0]
  return name === undefined ? undefined : { name }
}
