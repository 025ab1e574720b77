import { spawn } from 'node:child_process'

// npm run dev [-- --inspect]: the server, started anew whenever a file is saved. Folders are watched rather than loaded
// files, so that a new route is served as soon as it is there.
const folders = ['src', 'plugins', 'routes', 'migrations', 'content']
const server = spawn(
  process.execPath,
  [...folders.map((folder) => `--watch-path=${folder}`), ...process.argv.slice(2), 'src/server.ts'],
  { stdio: 'inherit' }
)
// A terminal's Ctrl-C reaches both; any other signal is passed on.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => server.kill('SIGTERM'))
server.on('exit', (code) => process.exit(code ?? 0))
