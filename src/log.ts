/** As many characters of JSON lines are written together, and what there is ten times a second. */
const BATCH = 4096
const INTERVAL = 100

/** Where the log goes: prettily to a terminal, else to stdout as JSON lines. */
export const logOptions = (onTerminal: boolean) =>
  onTerminal
    ? { transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname' } } }
    : { stream: batched(process.stdout) }

/**
 * Writes lines together, since one write for each costs as much as a light request, and the rest when the process exits. A
 * reader that has gone costs the log and nothing else (pino's own destination would try for ever at the exit).
 */
function batched(out: NodeJS.WriteStream) {
  let text = ''
  const flush = () => {
    if (text !== '') out.write(text)
    text = ''
  }
  out.on('error', () => {})
  setInterval(flush, INTERVAL).unref()
  process.on('exit', flush)
  return {
    write(line: string) {
      text += line
      if (text.length >= BATCH) flush()
    }
  }
}
