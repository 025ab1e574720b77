import { testServer } from './database.ts'

const server = await testServer({ keepRunning: false })
await server.release()
