const WIDTH = 24

/** A bar on a terminal's line, drawn anew as work goes on; where there is no terminal it is none. */
export function progressBar(stream: { isTTY?: boolean; write(text: string): unknown }, label: string) {
  const draw = (text: string) => stream.isTTY && stream.write(`\r\u001b[K${text}`)
  return {
    /** So much of it is done. */
    show(done: number, of: number): void {
      const full = Math.round((done / of) * WIDTH)
      draw(`${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${done}/${of} ${label}`)
    },
    /** Leaves the line empty. */
    clear(): void {
      draw('')
    }
  }
}
