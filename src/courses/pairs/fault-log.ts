import { type Fault, type FaultCode, fault, type Place } from '../report.ts'

/** More of one kind teach an author nothing, and a file of a million bad rows would fill the memory with them. */
const MOST_OF_A_KIND = 200

/** Takes the faults of one import. */
export interface FaultLog {
  report(place: Place, code: FaultCode, message: string): void
  /** The faults so far: of each kind the first 200, and one that counts the others. */
  faults(): Fault[]
}

/** A log without faults. */
export function faultLog(): FaultLog {
  const faults: Fault[] = []
  const counts = new Map<FaultCode, number>()
  const firstLeftOut = new Map<FaultCode, Place>()
  return {
    report(place, code, message) {
      const count = (counts.get(code) ?? 0) + 1
      counts.set(code, count)
      if (count <= MOST_OF_A_KIND) faults.push(fault(place, code, message))
      else if (!firstLeftOut.has(code)) firstLeftOut.set(code, place)
    },
    faults: () => [
      ...faults,
      ...Array.from(firstLeftOut, ([code, place]) => {
        const others = counts.get(code)! - MOST_OF_A_KIND
        return fault(place, code, `And ${others} more of this kind, from here on: mend those above first`)
      })
    ]
  }
}
