import { runFolder } from './support/run-folder.ts'

for (const folder of ['accounts', 'answer-reports', 'authoring', 'config', 'http', 'language', 'throttles', 'verify'])
  runFolder(folder)
