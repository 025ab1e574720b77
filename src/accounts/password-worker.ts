import { createHmac } from 'node:crypto'
import { compareSync, getRounds, hashSync } from 'bcryptjs'

/** What a worker thread is asked: to hash a password at a cost, or to compare one with a hash, as if that was its cost. */
export type PasswordTask = { password: string; cost: number; hash?: string }

/** bcrypt, where its half second of computing holds up nobody. */
export default function work({ password, cost, hash }: PasswordTask): string | boolean {
  const digest = digestOf(password)
  if (hash === undefined) return hashSync(digest, cost)
  const fits = compareSync(digest, hash)
  // A hash of an older, lower cost takes as long as one of today, or it would tell that there is an account: every cost is
  // double the one below, so those between make up the difference.
  for (let between = getRounds(hash); between < cost; between++) hashSync(digest, between)
  return fits
}

/** A password's hash, made here and now: for commands, which have nobody waiting. */
export const hashPassword = (password: string, cost: number): string => hashSync(digestOf(password), cost)

/**
 * bcrypt reads 72 bytes and forgets the rest, so it is given a keyed SHA-256 of the whole password in NFKC (base64, 44
 * bytes). The key is no secret: it keeps the digests apart from plain SHA-256 sums that leaked elsewhere.
 */
const digestOf = (password: string) =>
  createHmac('sha256', 'parlance/password/v1').update(password.normalize('NFKC')).digest('base64')
