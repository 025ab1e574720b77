import { runFolder } from './support/run-folder.ts'

runFolder('routes', 1, 2)
