import t from 'tap'
import { decodeCursor, encodeCursor, pageOf } from '../../src/http/page.ts'
import type { Invalid } from '../../src/http/validation.ts'

t.test('a cursor stands for its key, of whatever script', async (t) => {
  for (const key of ['italian-from-english', 'ñ', '日本語', '0199f0a4-7b1c-7d3e', 'a b/c?d=e']) {
    const cursor = encodeCursor(key)
    t.match(cursor, /^[\w-]+$/, 'fit for a URL as it is')
    t.equal(decodeCursor(cursor), key)
  }
  t.equal(decodeCursor(undefined), undefined)
})

t.test('a cursor that this server never gave is refused', async (t) => {
  const forged = ['!', 'a', 'YQ==', 'YQ', ' YQ', encodeCursor('a\0b'), Buffer.from([0xff]).toString('base64url')]
  for (const cursor of forged.filter((cursor) => cursor !== 'YQ')) {
    try {
      decodeCursor(cursor)
      t.fail(`accepted ${cursor}`)
    } catch (error) {
      const errors = [{ pointer: '/query/cursor', message: 'is not a cursor that this server gave' }]
      t.match(error, { statusCode: 400, errors } as Partial<Invalid>, cursor)
    }
  }
})

t.test('a page ends where another row tells that there is more', async (t) => {
  const key = (row: string) => row
  t.strictSame(pageOf(['a', 'b', 'c'], 2, key), { items: ['a', 'b'], nextCursor: encodeCursor('b') })
  t.strictSame(pageOf(['a', 'b'], 2, key), { items: ['a', 'b'], nextCursor: null })
  t.strictSame(pageOf([], 2, key), { items: [], nextCursor: null })
})
