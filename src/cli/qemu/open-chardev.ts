import type { Terminal } from '../terminal.js'
import { Backend } from './backend.js'
import type { ChardevBackend } from './chardev.js'
import { QemuError } from './error.js'
import { openSocket } from './open-socket.js'
import { openOther } from './other-chardev.js'
import { openPseudoterminal } from './pseudoterminal.js'
import type { Report } from './report.js'
import { StandardStreams } from './standard-streams.js'

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
  /** Those that are open already. */
  readonly others: ReadonlyMap<string, OpenChardev>
}

/** Opens a character device; rejects with QemuError where that can't be. */
export async function openChardev(label: string, spec: ChardevBackend, options: OpenOptions): Promise<OpenChardev> {
  const backend = new Backend(label)
  if (spec.type === 'socket') return openSocket(backend, spec, options.report)
  if (spec.type === 'stdio') return openStandardStreams(backend, options)
  if (spec.name === 'pty') return openPty(backend, options.terminal)
  openOther(spec, other => options.others.has(other))
  return fixed(backend, spec.name)
}

function openStandardStreams(backend: Backend, { terminal, isDaemon, others }: OpenOptions): OpenChardev {
  if (isDaemon) throw new QemuError('cannot use stdio with -daemonize')
  if ([...others.values()].some(it => it.filename() === STDIO)) {
    throw new QemuError('cannot use stdio by multiple character devices')
  }
  backend.attach(new StandardStreams(terminal.stdin, terminal.stdout))
  return fixed(backend, STDIO)
}

const STDIO = 'stdio'

/** Tools look for its name on standard output, or ask query-chardev. */
function openPty(backend: Backend, { stdout }: Terminal): OpenChardev {
  const { path, close } = openPseudoterminal()
  if (path === undefined) return fixed(backend, 'pty')
  stdout.write(`char device redirected to ${path} (label ${backend.label})\n`)
  return { ...fixed(backend, `pty:${path}`), close: async () => close() }
}

function fixed(backend: Backend, filename: string): OpenChardev {
  return {
    backend,
    filename: () => filename,
    close: async () => {},
    unlinkNow: () => {},
  }
}
