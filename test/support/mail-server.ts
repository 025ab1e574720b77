import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import type { Test } from 'tap'

/** A mail as it came over the wire. */
interface Received {
  sender: string
  recipients: string[]
  /** With its transfer encoding undone. */
  message: string
}

/** A mail server on the loopback, and what it has received. */
export interface MailServer {
  url: string
  received: Received[]
  /** So many mails are being handed over, because `takes` has not let them in yet. */
  waiting: number
  /** What the server does with a mail: takes it when this settles, refuses it when this throws. */
  takes: (message: string) => Promise<void>
  /** The server greets a client once this settles. */
  greets: () => Promise<void>
  close(): Promise<void>
}

/** Starts a mail server, on a port that is free or on that of one that was closed; it ends with the test. */
export async function mailServer(t: Test, port = 0): Promise<MailServer> {
  const smtp = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    closeTimeout: 1,
    onConnect: (_session, callback) => void server.greets().then(() => callback()),
    onData: async (stream, { envelope }, callback) => {
      const message = decode(await text(stream))
      server.waiting++
      try {
        await server.takes(message)
        const sender = (envelope.mailFrom as { address: string }).address
        server.received.push({ sender, recipients: envelope.rcptTo.map(({ address }) => address), message })
        callback()
      } catch (error) {
        callback(error as Error)
      } finally {
        server.waiting--
      }
    }
  })
  // What a client breaks off is no concern of the server's.
  smtp.on('error', () => {})
  const listener = smtp.listen(port, '127.0.0.1')
  await once(listener, 'listening')
  const server: MailServer = {
    url: `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    received: [],
    waiting: 0,
    takes: async () => {},
    greets: async () => {},
    close: () => new Promise((resolve) => smtp.close(resolve))
  }
  t.teardown(() => server.close())
  return server
}

/** Quoted-printable undone in all parts of a message. */
function decode(message: string): string {
  const bytes = message
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
