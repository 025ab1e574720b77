import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import type { TSchema } from '@sinclair/typebox'
import type { FastifyRouteSchemaDef } from 'fastify/types/schema.js'
import { oncePerSchema } from './once-per-schema.ts'
import { Problem } from './problem.ts'

const build = SerializerSelector()({ [Problem.$id!]: Problem }, {})

const serializerOf = oncePerSchema((schema) => build({ schema, method: '', url: '', httpStatus: '' }))

/** Fastify's serialiser: what a reply's schema does not declare is left out. */
export function compileSerializer({ schema }: FastifyRouteSchemaDef<TSchema>) {
  const serializer = serializerOf(schema)
  return (data: unknown): string => serializer()(data)
}
