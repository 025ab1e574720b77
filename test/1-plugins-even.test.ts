import { runFolder } from './support/run-folder.ts'

runFolder('plugins', 1, 2)
