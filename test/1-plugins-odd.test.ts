import { runFolder } from './support/run-folder.ts'

runFolder('plugins', 0, 2)
