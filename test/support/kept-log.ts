/** A logger for `server.logger` that keeps its lines; the setting `LOG_LEVEL` says which. */
export function keptLog() {
  const lines: { level: number; msg?: string; [field: string]: unknown }[] = []
  return { lines, logger: { stream: { write: (line: string) => void lines.push(JSON.parse(line)) } } }
}
