import { lstatSync, statSync, unlinkSync } from 'node:fs'
import { dirname } from 'node:path/posix'
import { SOCKET_PATH_LIMIT } from '../channel/socket-path.js'
import { strerror } from '../strerror.js'

/** Why QEMU and its agent could not make a socket of that name, in their words; undefined if they could. */
export function whyNotMade(path: string): string | undefined {
  if (Buffer.byteLength(path) > SOCKET_PATH_LIMIT) return `UNIX socket path '${path}' is too long`
  try {
    if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      return `Failed to unlink socket ${path}: Is a directory`
    }
    if (statSync(dirname(path)).isDirectory()) return undefined
    return `Failed to bind socket to ${path}: Not a directory`
  } catch (error) {
    return `Failed to bind socket to ${path}: ${strerror(error)}`
  }
}

/** Both take over a path that another one listens on; what is no socket is not ours to remove. */
export function takeOver(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket()) unlinkSync(path)
}
