import { lstatSync, mkdtempSync, renameSync, rmdirSync, type Stats, unlinkSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Channel } from './channel.js'
import { checkSocketPath, explain, findOccupant, inUse, SOCKET_PATH_LIMIT } from './socket-path.js'

export { SocketPathError } from './socket-path.js'

export interface UnixListener {
  /** As the user gave it, or of the file in the fresh directory. */
  readonly path: string
  /** Accepts no more clients and removes the socket file. Those who are connected stay: they are the channel's. */
  close(): Promise<void>
  /** Removes the socket file at once, for exit handlers. */
  unlinkNow(): void
}

/**
 * Listens for clients of the channel.
 *
 * @param path Where; a file named agent.sock in a fresh directory of mode 0700 if left out. A socket file that a dead
 *   process left behind is replaced, anything else is not.
 * @throws SocketPathError
 */
export async function listenUnix(channel: Channel, path?: string): Promise<UnixListener> {
  // mkdtemp(3) makes directories of mode 0700.
  const directory = path === undefined ? mkdtempSync(join(tmpdir(), 'mockvm-')) : undefined
  const name = path ?? join(directory ?? '', 'agent.sock')
  // The absolute path outlives a chdir() of the process, but only the relative one may be short enough to bind.
  const absolute = resolve(name)
  const bound = name !== '' && Buffer.byteLength(absolute) <= SOCKET_PATH_LIMIT ? absolute : name
  try {
    checkSocketPath(bound)
    const occupant = await findOccupant(bound)
    if (occupant.kind === 'stale socket') await removeStale(bound, occupant.stats)
    return new Listener(await listen(channel, bound), name, absolute, directory)
  } catch (error) {
    if (directory !== undefined) rmdirSync(directory)
    throw error
  }
}

/**
 * Two processes may find the same stale file at once. Whoever unlinks later could remove the socket that the other has
 * bound meanwhile, so the file is first moved aside, which one of them wins, and looked at again.
 *
 * Why not bind to a temporary name and rename it over the stale file: the longer name may not fit into sun_path, the
 * last one would win silently, and Node unlinks the name it has bound to, not the one it was renamed to.
 */
async function removeStale(path: string, stale: Stats): Promise<void> {
  const aside = join(dirname(path), `.mockvm-${process.pid}-${stale.ino}`)
  try {
    renameSync(path, aside)
  } catch {
    return // gone already: bind(2) decides who gets the path
  }
  if (isSame(lstatSync(aside), stale)) unlinkSync(aside)
  else {
    renameSync(aside, path)
    throw inUse(path)
  }
}

function listen(channel: Channel, path: string): Promise<Server> {
  return new Promise((done, fail) => {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, socket => channel.attach(socket))
    server.once('error', error => fail(explain(error, path)))
    server.listen(path, () => {
      // Later errors are those of single connections that could not be accepted (EMFILE): the client sees its own.
      server.on('error', () => {})
      done(server)
    })
  })
}

class Listener implements UnixListener {
  readonly #server: Server
  readonly #absolute: string
  readonly #directory: string | undefined
  readonly #stats: Stats | undefined
  #closed = false

  constructor(
    server: Server,
    readonly path: string,
    absolute: string,
    directory: string | undefined,
  ) {
    this.#server = server
    this.#absolute = absolute
    this.#directory = directory
    this.#stats = lstatSync(absolute, { throwIfNoEntry: false })
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.unlinkNow()
    // Node unlinks the name once more, whoever's file is there by now: another process may have taken the path over.
    const aside = `${this.#absolute}.${process.pid}`
    const other = lstatSync(this.#absolute, { throwIfNoEntry: false })
    if (other) renameSync(this.#absolute, aside)
    this.#server.close()
    if (other) renameSync(aside, this.#absolute)
  }

  unlinkNow(): void {
    const stats = lstatSync(this.#absolute, { throwIfNoEntry: false })
    if (stats && this.#stats && isSame(stats, this.#stats)) unlinkSync(this.#absolute)
    if (this.#directory === undefined) return
    try {
      rmdirSync(this.#directory)
    } catch {
      // The user has put a file there, or it is gone: not ours to remove.
    }
  }
}

/** The time of birth tells a file from a later one that was given the same inode number; rename(2) leaves it alone. */
function isSame(a: Stats, b: Stats): boolean {
  return a.ino === b.ino && a.dev === b.dev && a.birthtimeMs === b.birthtimeMs
}
