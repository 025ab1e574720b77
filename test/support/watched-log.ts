/** What no log may show: hashes, access tokens, refresh tokens and those of links, and the passwords of these tests. */
const secrets = [
  /\$2[aby]\$\d\d\$/,
  /eyJ[\w-]+\.eyJ/,
  // Random bytes in base64url have letters of both cases and digits; a cursor is no secret.
  /(?<!cursor=)(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{60,}/,
  /[?&]token=/,
  /(correct|wrong) horse/
]

/** A logger for `server.logger` that keeps nothing but the lines, if any, which show a secret. */
export function watchedLog() {
  const leaks: string[] = []
  const write = (line: string) => void (secrets.some((secret) => secret.test(line)) && leaks.push(line))
  return { leaks, logger: { stream: { write } } }
}
