import { Duplex } from 'node:stream'
import type { Terminal } from '../terminal.js'
import { Backend } from './backend.js'
import type { ChardevBackend } from './chardev.js'
import { QemuError } from './error.js'
import { openSocket } from './open-socket.js'
import type { Report } from './report.js'

/** One that is open. */
export interface OpenChardev {
  readonly backend: Backend
  /** As query-chardev tells it. */
  filename(): string
  /** Takes no more clients, and removes what it has made; those who are connected stay. */
  close(): Promise<void>
  /** Removes its socket file at once, for exit handlers. */
  unlinkNow(): void
}

export interface OpenOptions {
  readonly report: Report
  readonly terminal: Terminal
  /** It runs in the background, where there are no standard streams. */
  readonly isDaemon: boolean
  /** Another one has the standard streams already. */
  readonly isStdioTaken: boolean
}

/** Opens a character device; rejects with QemuError where that can't be. */
export async function openChardev(label: string, spec: ChardevBackend, options: OpenOptions): Promise<OpenChardev> {
  const backend = new Backend(label)
  if (spec.type === 'socket') return openSocket(backend, spec, options.report)
  if (spec.type === 'other') return fixed(backend, spec.name)
  if (options.isDaemon) throw new QemuError('cannot use stdio with -daemonize')
  if (options.isStdioTaken) throw new QemuError('cannot use stdio by multiple character devices')
  const { stdin, stdout } = options.terminal
  backend.attach(Duplex.from({ readable: stdin, writable: stdout }))
  return fixed(backend, 'stdio')
}

function fixed(backend: Backend, filename: string): OpenChardev {
  return {
    backend,
    filename: () => filename,
    close: async () => {},
    unlinkNow: () => {},
  }
}
