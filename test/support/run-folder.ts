import { globSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import tap, { type Test } from 'tap'

const folderOfTests = join(import.meta.dirname, '..')
const testOf = new Map<string, Test>()
Object.assign(globalThis, { testOf })

let running: Test | undefined

/** The test that is the file which runs now: what it sets up for all of its tests ends with this. */
export const thisFile = (): Test => running ?? (tap as unknown as Test)

/**
 * Runs the test files of a folder one after another in this process, since to start one takes longer than most of them.
 * Those that take longest are named first, since tap begins in the order of names and none should run alone at the end.
 * To each the `t` that it imports is a test of its own, so that it sets up and tears down as it does where it runs alone.
 */
export function runFolder(name: string): void {
  // Each file has its own time.
  tap.setTimeout(0)
  for (const file of globSync(join(folderOfTests, name, '**/*.test.ts')).sort()) {
    const { href } = pathToFileURL(file)
    tap.test(relative(folderOfTests, file), { timeout: 300_000 }, async (t) => {
      running = t as Test
      testOf.set(href, running)
      await import(href)
    })
  }
}

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === 'tap' && testOf.has(context.parentURL ?? '')
      ? { url: `data:text/javascript,export default testOf.get('${context.parentURL}')`, shortCircuit: true }
      : nextResolve(specifier, context)
})
