import { runFolder } from './support/run-folder.ts'

for (const folder of ['accounts', 'answer-reports', 'config', 'http', 'language', 'throttles']) runFolder(folder)
