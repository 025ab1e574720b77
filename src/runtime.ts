import { enableCompileCache } from 'node:module'
import { setFlagsFromString } from 'node:v8'

// Imported before the app is: what is loaded from here on is compiled, and stripped of its types, once on a machine.
// (`npm start` says so from the very first file on: the compiler that strips even one of types takes 20 MB.)
enableCompileCache()
// Memory counts for more than a few percent of speed: left to itself V8 keeps twice what an idle server needs, and
// after a load half as much again. (`npm start` has the young generation begin with 8 MB, which can only be said there:
// with V8's 1 MB a start, and each request from then on, costs more.)
setFlagsFromString('--semi-space-growth-factor=1')
setFlagsFromString('--heap-growing-percent=50')

/** Lets the young generation grow with the load, once everything is loaded. */
export const letHeapGrow = (): void => setFlagsFromString('--semi-space-growth-factor=2')
