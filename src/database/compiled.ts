import { type Compilable, type CompiledQuery, createQueryId, type Kysely, type RawBuilder } from 'kysely'
import type { Database } from './database.ts'

/** Stands for the argument of that index while a query is compiled. */
class Parameter {
  readonly index: number

  constructor(index: number) {
    this.index = index
  }
}

/**
 * A query that is built once, at its first use, and from then on only given its parameters: building costs more than
 * running does where one row is read. `build` must use each argument as a parameter, never look at its value.
 */
export function compiled<Args extends unknown[], Row>(
  build: (db: Kysely<Database>, ...args: Args) => Compilable<Row> | RawBuilder<Row>
): (db: Kysely<Database>, ...args: Args) => Promise<Row[]> {
  let template: CompiledQuery<Row> | undefined
  return async (db, ...args) => {
    template ??= build(db, ...(Array.from({ length: build.length - 1 }, (_, i) => new Parameter(i)) as Args)).compile(
      db
    )
    const parameters = template.parameters.map((value) => (value instanceof Parameter ? args[value.index] : value))
    const { rows } = await db.executeQuery<Row>({ ...template, parameters, queryId: createQueryId() })
    return rows
  }
}
