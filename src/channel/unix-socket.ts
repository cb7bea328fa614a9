import { lstatSync, mkdtempSync, renameSync, rmdirSync, type Stats, unlinkSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Duplex } from 'node:stream'
import { isSame, look, unlinkSame } from './socket-file.js'
import { checkSocketPath, explain, findOccupant, inUse, SOCKET_PATH_LIMIT } from './socket-path.js'

export { SocketPathError } from './socket-path.js'

/** What takes connections: a channel, say. */
export interface Attachable {
  attach(stream: Duplex): void
}

export interface UnixListener {
  /** As the user gave it, or of the file in the fresh directory. */
  readonly path: string
  /** Accepts no more clients and removes the socket file. Those who are connected stay. */
  close(): Promise<void>
  /** Nobody listens any more, and the file stays behind, as when qemu-ga dies: connections are refused. */
  refuse(): void
  /** Listens again where it did, as when qemu-ga starts anew. */
  accept(): void
  /** Nobody listens any more, and the file is gone, as when QEMU ends in order. */
  withdraw(): void
  /** As `refuse`, for good: the file stays, and `close` finds nothing to do any more. */
  leave(): void
  /** Removes the socket file at once, for exit handlers. */
  unlinkNow(): void
}

/**
 * Listens for clients.
 *
 * @param path Where; in a fresh directory of mode 0700, under the name `file`, if left out. A socket file that a dead
 *   process left behind is replaced, anything else is not.
 * @throws SocketPathError
 */
export async function listenUnix(to: Attachable, path?: string, file = 'agent.sock'): Promise<UnixListener> {
  // mkdtemp(3) makes directories of mode 0700.
  const directory = path === undefined ? mkdtempSync(join(tmpdir(), 'mockvm-')) : undefined
  const name = path ?? join(directory ?? '', file)
  // The absolute path outlives a chdir() of the process, but only the relative one may be short enough to bind.
  const absolute = resolve(name)
  const bound = name !== '' && Buffer.byteLength(absolute) <= SOCKET_PATH_LIMIT ? absolute : name
  try {
    checkSocketPath(bound)
    const occupant = await findOccupant(bound)
    if (occupant.kind === 'stale socket') await removeStale(bound, occupant.stats)
    return new Listener(await listen(to, bound), to, { path: name, bound, absolute, directory })
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

function listen(to: Attachable, path: string): Promise<Server> {
  return new Promise((done, fail) => {
    const server = createServerFor(to)
    server.once('error', error => fail(explain(error, path)))
    server.listen(path, () => {
      // Later errors are those of single connections that could not be accepted (EMFILE): the client sees its own.
      server.on('error', () => {})
      done(server)
    })
  })
}

interface Place {
  /** As the user gave it. */
  readonly path: string
  /** What is short enough for bind(2). */
  readonly bound: string
  readonly absolute: string
  /** Made for the socket, and goes with it. */
  readonly directory: string | undefined
}

class Listener implements UnixListener {
  #server: Server | undefined
  readonly #to: Attachable
  readonly path: string
  readonly #bound: string
  readonly #absolute: string
  readonly #directory: string | undefined
  #stats: Stats | undefined
  #closed = false

  constructor(server: Server, to: Attachable, { path, bound, absolute, directory }: Place) {
    this.#server = server
    this.#to = to
    this.path = path
    this.#bound = bound
    this.#absolute = absolute
    this.#directory = directory
    this.#stats = this.#look()
  }

  refuse(): void {
    if (this.#closed || this.#server === undefined) return
    this.#stopListening()
  }

  accept(): void {
    if (this.#closed || this.#server !== undefined) return
    // The file of the one before is in the way of bind(2), and is this listener's own unless somebody replaced it.
    const stats = this.#look()
    if (stats !== undefined && (this.#stats === undefined || !isSame(stats, this.#stats))) return
    if (stats !== undefined) unlinkSync(this.#absolute)
    this.#server = createServerFor(this.#to).on('error', () => {})
    this.#server.listen(this.#bound)
    this.#stats = this.#look()
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.unlinkNow()
    if (this.#server !== undefined) this.#stopListening()
  }

  withdraw(): void {
    this.refuse()
    if (!this.#closed) this.#unlink()
  }

  leave(): void {
    this.refuse()
    this.#closed = true
  }

  unlinkNow(): void {
    this.#unlink()
    if (this.#directory === undefined) return
    try {
      rmdirSync(this.#directory)
    } catch {
      // The user has put a file there, or it is gone: not ours to remove.
    }
  }

  #unlink(): void {
    unlinkSame(this.#absolute, this.#stats)
  }

  /** Node unlinks the name on close, whoever's file is there by now: so the file is out of the way meanwhile. */
  #stopListening(): void {
    const aside = `${this.#absolute}.${process.pid}`
    const file = this.#look()
    if (file) renameSync(this.#absolute, aside)
    this.#server?.close()
    this.#server = undefined
    if (file) renameSync(aside, this.#absolute)
  }

  #look(): Stats | undefined {
    return look(this.#absolute)
  }
}

function createServerFor(to: Attachable): Server {
  return createServer({ allowHalfOpen: true, pauseOnConnect: true }, socket => to.attach(socket))
}
