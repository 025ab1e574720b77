/** The processor time that a call takes, in ms, which a busy machine changes less than it does the time of the clock. */
export function cpuTimeOf(call: () => unknown): number {
  const before = process.threadCpuUsage()
  call()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

/** Whether a call takes less than so many ms of the processor, if not at first, then once the compiler knows it: in three tries. */
export const takesLess = (ms: number, call: () => unknown): boolean => [1, 2, 3].some(() => cpuTimeOf(call) < ms)
