import { runFolder } from './support/run-folder.ts'

for (const folder of ['accounts', 'config', 'http', 'language', 'throttles']) runFolder(folder)
