import { type TSchema, Type } from '@sinclair/typebox'
import { Nullable } from './schema.ts'
import { Invalid } from './validation.ts'

/** A collection's reply: one page of it, and where the next begins. */
export const Page = <T extends TSchema>(item: T) =>
  Type.Object({
    items: Type.Array(item),
    nextCursor: Nullable(Type.String({ description: 'Send it as `cursor` for the next page; null on the last' }))
  })

/** The query parameters of a paged collection. */
export const pageQuery = {
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 300, description: 'nextCursor of the page before' })),
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 20, description: 'Items at most' })
}

/** An opaque cursor that stands for the key of a page's last item. */
export const encodeCursor = (key: string): string => Buffer.from(key).toString('base64url')

/** The key within a cursor; throws `Invalid` on one that no page gave, as its form (`isKey`) tells. */
export function decodeCursor(cursor: string | undefined, isKey = (_key: string) => true): string | undefined {
  if (cursor === undefined) return undefined
  const key = Buffer.from(cursor, 'base64url').toString()
  const genuine = encodeCursor(key) === cursor && key.isWellFormed() && !key.includes('\0') && isKey(key)
  if (!genuine) throw new Invalid([{ pointer: '/query/cursor', message: 'is not a cursor that this server gave' }])
  return key
}

/** Cuts `limit + 1` rows to a page; the row too many only tells that there is a next one. */
export function pageOf<Row>(rows: Row[], limit: number, keyOf: (row: Row) => string) {
  const items = rows.slice(0, limit)
  return { items, nextCursor: rows.length > limit ? encodeCursor(keyOf(items.at(-1)!)) : null }
}
