import { renameSync } from 'node:fs'
import { createServer } from 'node:net'

/** A socket for another process to inherit. */
export interface Listening {
  readonly fd: number
  /** This process listens no more: whoever has inherited the socket goes on. */
  leave(): void
}

export async function listening(path: string): Promise<Listening> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(path, resolve))
  const { fd } = (server as unknown as { _handle: { fd: number } })._handle
  const leave = () => {
    // Node would take the file along.
    renameSync(path, `${path}.aside`)
    server.close()
    renameSync(`${path}.aside`, path)
  }
  return { fd, leave }
}
