import { runFolder } from './support/run-folder.ts'

for (const folder of ['accounts', 'authoring', 'config', 'http', 'language', 'throttles']) runFolder(folder)
