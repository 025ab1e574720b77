import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { Test } from 'tap'

/** How a database is there for its clients: as it is, not at all, or as one that accepts and never says a word. */
type Presence = 'there' | 'away' | 'silent'

/** A place between server and database, by whose `url` the database can be made to go away, and to come back. */
export interface StandIn {
  url: string
  presence: Presence
  /** Ends every connection. */
  cut(): void
}

/** Stands in for the database at `target` until the test ends. */
export async function standInFor(t: Test, target: string, presence: Presence = 'there'): Promise<StandIn> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  const keep = (socket: Socket, other: () => Socket | undefined) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => {
      sockets.delete(socket)
      other()?.destroy()
    })
  }
  const server = createServer((client) => {
    if (standIn.presence === 'away') return void client.destroy()
    let database: Socket | undefined
    keep(client, () => database)
    if (standIn.presence === 'silent') return
    database = connect(Number(port), hostname)
    keep(database, () => client)
    client.on('data', (data) => standIn.presence === 'there' && database.write(data))
    database.on('data', (data) => standIn.presence === 'there' && client.write(data))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  const url = Object.assign(new URL(target), { host: `127.0.0.1:${(server.address() as AddressInfo).port}` }).href
  const standIn: StandIn = { url, presence, cut }
  t.teardown(() => {
    server.close()
    cut()
  })
  return standIn
}
