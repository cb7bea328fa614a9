/** Files as GLib's functions read and write them whole, with GLib's words for what goes wrong. */
import { Errno } from '../guest/errno.js'
import type { CommandContext } from './define.js'
import { GLIB_FILE_TEXTS } from './texts.js'

/** What GLib says, for a text of the agent's own to end in. */
export class GlibError extends Error {
  override readonly name = 'GlibError'
}

type FileStep = keyof typeof GLIB_FILE_TEXTS

/** g_file_get_contents(). Throws GlibError. */
export function readContents({ guest, agent }: CommandContext, path: string): Uint8Array {
  const cred = guest.users.credentials(agent.user)
  const file = step('open', path, () => guest.files.open(path, { read: true, write: false }, 0, cred))
  const parts: Uint8Array[] = []
  try {
    for (;;) {
      const part = step('read', path, () => file.read(CHUNK))
      if (part.length === 0) return Buffer.concat(parts)
      parts.push(part)
    }
  } finally {
    file.close()
  }
}

/**
 * g_file_set_contents(): a new file takes the place of the old one, which a link was and is no longer. Throws GlibError.
 */
export function writeContents({ guest, agent }: CommandContext, path: string, contents: Uint8Array): void {
  const cred = guest.users.credentials(agent.user)
  const temporary = `${path}.${guest.random.stream('g_mkstemp').text(LETTERS, 6)}`
  const flags = { read: true, write: true, create: true, exclusive: true }
  const file = step('create', temporary, () => guest.files.open(temporary, flags, 0o666, cred))
  try {
    try {
      step('write', temporary, () => {
        for (let rest = contents; rest.length > 0; ) rest = rest.subarray(file.write(rest))
      })
    } finally {
      file.close()
    }
    step('rename', temporary, () => guest.files.rename(temporary, path, cred), path)
  } catch (error) {
    guest.files.rm(temporary, { force: true }, cred)
    throw error
  }
}

const CHUNK = 65_536
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

function step<T>(what: FileStep, path: string, act: () => T, to = ''): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof Errno) throw new GlibError(GLIB_FILE_TEXTS[what](error, path, to))
    throw error
  }
}
