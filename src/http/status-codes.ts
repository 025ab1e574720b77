/**
 * The reason phrase of each HTTP status (RFC 9110 §15). Not by an import: that would read every export of `node:http`, and
 * one of them loads an HTTP client, which a server has no use for and which takes a twentieth of its start.
 */
export const { STATUS_CODES } = process.getBuiltinModule('node:http')
