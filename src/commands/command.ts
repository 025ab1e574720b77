import { enableCompileCache } from 'node:module'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { inWords } from '../in-words.ts'
import { compileCache } from '../npm-start.ts'

// What a command imports once it has read its arguments is compiled, and stripped of its types, once: where `npm start` has it.
enableCompileCache(compileCache)

/** A command was called in a way that it does not have. */
export class Misuse extends Error {
  override readonly name = 'Misuse'
}

/**
 * Runs a command with its arguments, as `parseArgs` reads them; `--help` prints the usage instead. What its user can mend
 * ends the process with one message and exit code 1, misuse with the usage besides and 2. Throws what else `run` throws.
 */
export async function command<Config extends ParseArgsConfig>(
  usage: string,
  config: Config,
  run: (args: ReturnType<typeof parseArgs<Config>>) => unknown
): Promise<void> {
  try {
    const args = readArgs(config)
    if (args.values.help) console.log(usage)
    else await run(args as ReturnType<typeof parseArgs<Config>>)
  } catch (error) {
    const message = inWords(error as Error)
    if (message === undefined) throw error
    const misused = error instanceof Misuse
    console.error(misused ? `${message}\n${usage}` : message)
    process.exit(misused ? 2 : 1)
  }
}

function readArgs(config: ParseArgsConfig) {
  try {
    return parseArgs({ ...config, options: { ...config.options, help: { type: 'boolean', short: 'h' } } })
  } catch (error) {
    // What follows the first sentence is advice on the syntax of options.
    throw new Misuse((error as Error).message.split('. ')[0])
  }
}
