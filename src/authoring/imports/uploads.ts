import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Languages } from '../../courses/formats.ts'
import type { Db } from '../../database/database.ts'
import { transaction } from '../../database/transaction.ts'
import { Conflict } from '../../http/problem.ts'

/** So many imports of one author may wait at a time. */
const MOST_WAITING = 5
/** In bytes, of a row: an upload is as many rows as it takes. */
const CHUNK = 1_000_000

/** A file of an author's on its way into the database, to be read as a course. */
export interface Upload {
  userId: string
  id: string
}

/**
 * Stores a file as it arrives, a chunk at a time, so that it takes no more memory whatever its size. What breaks off is
 * removed within minutes. Throws `Conflict` where too many wait already, and whatever `bytes` throws.
 */
export async function storeUpload(
  db: Db,
  userId: string,
  fileName: string,
  bytes: AsyncIterable<Buffer>
): Promise<Upload> {
  const upload = await beginUpload(db, userId, fileName)
  try {
    let number = 0
    for await (const chunk of chunksOf(bytes)) {
      const row = { user_id: userId, import_id: upload.id, number: number++, bytes: chunk }
      await db.insertInto('import_chunks').values(row).execute()
    }
    return upload
  } catch (error) {
    await removeUpload(db, upload).catch(() => {})
    throw error
  }
}

async function beginUpload(db: Db, userId: string, fileName: string): Promise<Upload> {
  const id = uuidv7()
  await transaction(db, async (trx) => {
    // One at a time, or several at once would each find a place free.
    await trx.selectFrom('users').select('id').where('id', '=', userId).forNoKeyUpdate().execute()
    const waiting = await trx
      .selectFrom('import_jobs')
      .select('id')
      .where('user_id', '=', userId)
      .where('due_at', 'is not', null)
      .limit(MOST_WAITING)
      .execute()
    if (waiting.length === MOST_WAITING)
      throw new Conflict(`${MOST_WAITING} of your imports are waiting: send more when one of them is done`)
    const due_at = sql<string>`now() + interval '10 minutes'`
    await trx
      .insertInto('import_jobs')
      .values({ id, user_id: userId, file_name: fileName, state: 'uploading', due_at })
      .execute()
  })
  return { userId, id }
}

/** The same bytes in pieces of about one size. */
async function* chunksOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = []
  let size = 0
  for await (const piece of bytes) {
    pieces.push(piece)
    size += piece.length
    if (size < CHUNK) continue
    yield Buffer.concat(pieces)
    pieces = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(pieces)
}

/** Has an upload read, now that it is complete. */
export async function queueUpload(
  db: Db,
  { userId, id }: Upload,
  format: string | undefined,
  options: Languages
): Promise<void> {
  await db
    .updateTable('import_jobs')
    .set({ state: 'queued', due_at: sql`now()`, format: format ?? null, options: JSON.stringify(options) })
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .where('state', '=', 'uploading')
    .execute()
}

/** Forgets an upload that nobody has been told of. */
export async function removeUpload(db: Db, { userId, id }: Upload): Promise<void> {
  await db
    .deleteFrom('import_jobs')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .where('state', '=', 'uploading')
    .execute()
}

/** The bytes of an upload, chunk by chunk. */
export async function* uploadedBytes(db: Db, { userId, id }: Upload): AsyncGenerator<Buffer> {
  for (let number = 0; ; number++) {
    const row = await db
      .selectFrom('import_chunks')
      .select('bytes')
      .where('user_id', '=', userId)
      .where('import_id', '=', id)
      .where('number', '=', number)
      .executeTakeFirst()
    if (!row) return
    yield row.bytes
  }
}
