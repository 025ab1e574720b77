import type { Multipart, MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'

/** A form that breaks off, or is none. */
export class MalformedForm extends Error {
  override readonly name = 'MalformedForm'
  readonly statusCode = 400
}

/** A file larger than its route takes. */
export class FileTooLarge extends Error {
  override readonly name = 'FileTooLarge'
  readonly statusCode = 413
}

/** In bytes: what a form has beside its file. */
const OVERHEAD = 100_000

/**
 * Reads a request's multipart form before it is validated: its body becomes an object of the fields, several of a name as a
 * list. A file of at most `most` bytes goes to `take` as it arrives, and what that gives stands for it in the body. Throws `MalformedForm`,
 * `FileTooLarge`, what the limits of `@fastify/multipart` throw (413), and what `take` throws.
 */
export async function readForm(
  request: FastifyRequest,
  most: number,
  take: (field: string, fileName: string, bytes: AsyncIterable<Buffer>) => Promise<unknown>
): Promise<void> {
  if (!request.isMultipart()) return
  if (Number(request.headers['content-length']) > most + OVERHEAD) throw tooLarge()
  const fields = new Map<string, unknown>()
  const parts = request.parts()
  for (let part = await next(parts); part; part = await next(parts)) {
    const value = part.type === 'file' ? await takeFile(part, take) : part.value
    const earlier = fields.get(part.fieldname)
    fields.set(part.fieldname, earlier === undefined ? value : [earlier, value].flat())
  }
  request.body = Object.fromEntries(fields)
}

async function takeFile(part: MultipartFile, take: Parameters<typeof readForm>[2]): Promise<unknown> {
  try {
    return await take(part.fieldname, part.filename ?? '', bytesOf(part))
  } finally {
    // What nobody has read would keep the rest of the request from arriving.
    part.file.resume()
  }
}

async function* bytesOf({ file }: MultipartFile): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of file) yield chunk
  } catch (error) {
    throw malformed(error)
  }
  if (file.truncated) throw tooLarge()
}

async function next(parts: AsyncIterableIterator<Multipart>): Promise<Multipart | undefined> {
  try {
    const { done, value } = await parts.next()
    return done ? undefined : value
  } catch (error) {
    throw (error as { statusCode?: number }).statusCode === 413 ? error : malformed(error)
  }
}

const tooLarge = () => new FileTooLarge('The file is larger than this operation takes')

const malformed = (error: unknown) => new MalformedForm(`The form cannot be read: ${(error as Error).message}`)
