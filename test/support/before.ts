import { makeTemplate, testServer } from './database.ts'

const server = await testServer()
await makeTemplate(server.url)
await server.release()
