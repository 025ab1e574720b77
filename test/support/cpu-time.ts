/** The processor time that a call takes, in ms: on a busy machine the same as on an idle one. */
export function cpuTimeOf(call: () => unknown): number {
  const before = process.threadCpuUsage()
  call()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}
