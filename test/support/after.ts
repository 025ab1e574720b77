import { dropDatabases, testServer } from './database.ts'

const server = await testServer({ keepRunning: false })
await dropDatabases(server.url)
await server.release()
