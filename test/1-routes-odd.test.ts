import { runFolder } from './support/run-folder.ts'

runFolder('routes', 0, 2)
