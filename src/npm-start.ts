import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** The flags that `npm start` gives Node, for those who start the server otherwise. */
export const nodeFlags: readonly string[] = scripts.start.match(/--\S+/g)

/** The folder where `npm start` has Node keep compiled code. */
export const compileCache = join(root, 'node_modules/.cache/compile')
