import { existsSync, lstatSync, type Stats } from 'node:fs'
import { connect } from 'node:net'
import { dirname } from 'node:path'

/** A path where no socket can be listened on; the message says which, why, and how to mend it. */
export class SocketPathError extends Error {
  override readonly name = 'SocketPathError'
}

/** Bytes of sockaddr_un.sun_path that are left for a name: 108 on Linux, 104 on macOS and the BSDs, less the final NUL. */
export const SOCKET_PATH_LIMIT = process.platform === 'linux' ? 107 : 103

/** @throws SocketPathError if the kernel has no room for the path. A longer one would be cut, not refused. */
export function checkSocketPath(path: string): void {
  const length = Buffer.byteLength(path)
  if (length > SOCKET_PATH_LIMIT) {
    throw new SocketPathError(
      `socket path is ${length} bytes long, the limit is ${SOCKET_PATH_LIMIT}: ${path}. ` +
        'Choose a shorter one, such as /tmp/agent.sock, or one relative to the current directory.',
    )
  }
  if (path === '' || path.includes('\0')) {
    throw new SocketPathError(`socket path is ${path === '' ? 'empty' : 'not a file name'}. Name a file to create.`)
  }
}

/** What stands at a path that is to become a socket. */
export type Occupant = { readonly kind: 'nothing' } | { readonly kind: 'stale socket'; readonly stats: Stats }

/** @throws SocketPathError if something is there that must not be replaced: no socket, or one with a living listener. */
export async function findOccupant(path: string): Promise<Occupant> {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (!stats) return { kind: 'nothing' }
  if (!stats.isSocket()) throw notASocket(path, stats)
  switch (await tryConnect(path)) {
    case 'ECONNREFUSED':
      return { kind: 'stale socket', stats }
    case 'ENOENT':
      return { kind: 'nothing' }
    case 'EACCES':
    case 'EPERM':
      throw new SocketPathError(`cannot listen on ${path}: a socket of another user is there. Choose another path.`)
    default:
      throw inUse(path)
  }
}

export function inUse(path: string): SocketPathError {
  return new SocketPathError(
    `cannot listen on ${path}: another process is listening there. Stop it or choose another path.`,
  )
}

/** What listen(2) and friends said, in words. */
export function explain(error: NodeJS.ErrnoException, path: string): Error {
  const directory = dirname(path)
  // libuv turns bind(2)'s ENOENT into EACCES.
  switch (existsSync(directory) ? error.code : 'ENOENT') {
    case 'EADDRINUSE':
      return inUse(path)
    case 'ENOENT':
      return new SocketPathError(
        `cannot listen on ${path}: there is no directory ${directory}. Create it first: mkdir -p ${directory}`,
      )
    case 'ENOTDIR':
      return new SocketPathError(`cannot listen on ${path}: ${directory} is not a directory. Choose another path.`)
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new SocketPathError(
        `cannot listen on ${path}: no permission to create a file in ${directory}. Choose another path.`,
      )
    default:
      return new SocketPathError(`cannot listen on ${path}: ${error.message}`)
  }
}

export function notASocket(path: string, stats: Stats): SocketPathError {
  const what = stats.isDirectory() ? 'a directory' : stats.isSymbolicLink() ? 'a symbolic link' : 'a file'
  return new SocketPathError(
    `cannot listen on ${path}: ${what} is there, and only a socket would be replaced. Remove it or choose another path.`,
  )
}

function tryConnect(path: string): Promise<string> {
  return new Promise(resolve => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve('connected')
    })
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'))
  })
}
