const src = new URL('../../src/', import.meta.url).href

/** The source of a route file, for a test's folder: what its plugin does with `app`, written as a route's author would. */
export const routeFile = (body: string): string => `
import { Type } from '@sinclair/typebox'
import { Closed, NoBody } from '${src}http/schema.ts'

export default async (app) => {
${body}
}
`
