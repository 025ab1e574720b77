/** What PostgreSQL, or the connection to it, could not do, in words and a status that a client can act on. */
export interface DatabaseRefusal {
  status: 400 | 404 | 409 | 503
  detail: string
}

const unavailable = 'The database does not answer; try again'

/** By SQLSTATE (PostgreSQL, appendix A). Schemas refuse most of these earlier; here is the net below them. */
const byCode: Record<string, DatabaseRefusal> = {
  '22001': { status: 400, detail: 'A text is too long' },
  '22003': { status: 400, detail: 'A number is out of range' },
  '22007': { status: 400, detail: 'A date or time is not valid' },
  '22008': { status: 400, detail: 'A date or time is out of range' },
  '22009': { status: 400, detail: 'A time zone offset is out of range' },
  '22021': { status: 400, detail: 'A text has a character that cannot be stored' },
  '22P02': { status: 400, detail: 'A value is not of the form it should have' },
  '22P05': { status: 400, detail: 'A text has a character that cannot be stored' },
  '2201W': { status: 400, detail: 'A limit is out of range' },
  '23503': { status: 409, detail: 'It refers to something that is no longer there' },
  '23505': { status: 409, detail: 'It exists already' },
  '54000': { status: 400, detail: 'A text is too long' },
  '54001': { status: 400, detail: 'A value is nested too deeply' },
  '40001': { status: 503, detail: 'Too many changes at once; try again' },
  '40P01': { status: 503, detail: 'Too many changes at once; try again' },
  '42P01': { status: 503, detail: 'The database is not migrated yet; try again' },
  '53300': { status: 503, detail: unavailable },
  '57014': { status: 503, detail: 'The database took too long; try again' },
  '57P01': { status: 503, detail: unavailable },
  '57P02': { status: 503, detail: unavailable },
  '57P03': { status: 503, detail: unavailable },
  '28P01': { status: 503, detail: unavailable },
  '3D000': { status: 503, detail: unavailable }
}

/** pg's own errors about connections have no code, only these words. */
const lostConnection =
  /^(timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after|Postgres connection has been discarded)/

/** What a client should be told of a database's refusal, or `undefined` where the error is not one (or is our fault). */
export function databaseRefusal(error: Error): DatabaseRefusal | undefined {
  const code = String((error as { code?: unknown }).code ?? '')
  if (byCode[code]) return byCode[code]
  const unreachable = code.startsWith('08') || /^E(CONN|PIPE|HOST|NET|TIMEDOUT|AI_AGAIN|NOTFOUND)/.test(code)
  return unreachable || lostConnection.test(error.message) ? { status: 503, detail: unavailable } : undefined
}
