import { globSync } from 'node:fs'
import { runFolder } from './support/run-folder.ts'

/** Those that take so long, or start so many processes, that they have a process of their own. */
const apart = ['commands', 'courses', 'database', 'plugins', 'routes']

const folders = globSync('*/**/*.test.ts', { cwd: import.meta.dirname }).map((file) => file.split(/[\\/]/)[0]!)
for (const folder of [...new Set(folders)].sort()) if (!apart.includes(folder)) runFolder(folder)
