import { createHmac } from 'node:crypto'
import { compareSync, hashSync } from 'bcryptjs'

/** What a worker thread is asked: to hash a password at a cost, or to compare one with a hash. */
export type PasswordTask = { password: string; cost: number } | { password: string; hash: string }

/** bcrypt, where its half second of computing holds up nobody. */
export default function work(task: PasswordTask): string | boolean {
  const digest = digestOf(task.password)
  return 'hash' in task ? compareSync(digest, task.hash) : hashSync(digest, task.cost)
}

/**
 * bcrypt reads 72 bytes and forgets the rest, so it is given a keyed SHA-256 of the whole password in NFKC (base64, 44
 * bytes). The key is no secret: it keeps the digests apart from plain SHA-256 sums that leaked elsewhere.
 */
const digestOf = (password: string) =>
  createHmac('sha256', 'parlance/password/v1').update(password.normalize('NFKC')).digest('base64')
