import tap, { type Test } from 'tap'
import { createDatabase, TEMPLATE } from './database.ts'

/** The address of a database of the test's own, migrated and with the demonstration course or empty; it ends with it. */
export async function ownDatabase(t: Pick<Test, 'teardown'>, { empty = false } = {}): Promise<string> {
  const { url, drop } = await createDatabase(empty ? null : TEMPLATE)
  t.teardown(drop)
  return url
}

let shared: Promise<string> | undefined

/** That of one which the tests of this process share, since to make one takes longer than most of them. */
export function sharedDatabase(): Promise<string> {
  shared ??= ownDatabase(tap)
  return shared
}
