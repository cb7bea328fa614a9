import type { DiskConfig } from '../config.js'
import { Errno } from '../errno.js'
import type { SyntheticDevice, SyntheticNode, SyntheticTree } from './synthetic.js'

export interface DevOptions {
  /** The next bytes of a seeded stream, for random and urandom. */
  readonly random: (size: number) => Uint8Array
  readonly disks: readonly DiskConfig[]
  /** Whether there is a virtio-serial port for the agent, which the agent then has open. */
  readonly hasAgentPort: boolean
}

/** Major number of virtio-serial ports: the first free one of a usual kernel. */
const VIRTIO_PORT_MAJOR = 245
/** The most that one read of /dev/zero gives: MAX_RW_COUNT of the kernel is more than fits a reply. */
const MAX_READ = 0x7ffff000

/**
 * /dev as udev leaves it: the character devices that programs count on, the disks with their partitions (they have a size
 * and read as zeros; what is on them is not simulated), and the agent's port, busy as long as the agent runs.
 */
export function createDevTree(options: DevOptions): SyntheticTree {
  const nodes = new Map<string, SyntheticNode>(
    Object.entries({ ...characters(options), ...links(options.hasAgentPort) }),
  )
  for (const disk of options.disks) {
    const numbers = { kind: 'block', major: disk.major } as const
    nodes.set(disk.name, { ...numbers, minor: disk.minor, size: disk.size })
    for (const [index, { name, size }] of disk.partitions.entries()) {
      nodes.set(name, { ...numbers, minor: disk.minor + index + 1, size })
    }
  }
  for (const path of [...nodes.keys(), '']) addDirectories(nodes, path)
  return { lookup: path => nodes.get(path) }
}

function characters({ random, hasAgentPort }: DevOptions): Record<string, SyntheticDevice> {
  const all = (bytes: Uint8Array) => bytes.length
  const zeros = (length: number) => new Uint8Array(Math.min(length, MAX_READ))
  return {
    null: { ...memory(3), read: () => new Uint8Array(0), write: all },
    zero: { ...memory(5), read: zeros, write: all },
    full: { ...memory(7), read: zeros, write: () => fail('ENOSPC') },
    random: { ...memory(8), read: random, write: all },
    urandom: { ...memory(9), read: random, write: all },
    // The agent has no controlling terminal.
    tty: { kind: 'character', major: 5, minor: 0, mode: 0o666, refuse: () => new Errno('ENXIO') },
    console: {
      kind: 'character',
      major: 5,
      minor: 1,
      mode: 0o600,
      seek: 'none',
      read: () => fail('EAGAIN'),
      write: all,
    },
    ...(hasAgentPort && {
      vport1p1: {
        kind: 'character',
        ...{ major: VIRTIO_PORT_MAJOR, minor: 1, mode: 0o600 },
        refuse: () => new Errno('EBUSY'),
      } as const,
    }),
  }
}

function links(hasAgentPort: boolean): Record<string, SyntheticNode> {
  const link = (target: string) => ({ kind: 'symlink', target }) as const
  return {
    fd: link('/proc/self/fd'),
    stdin: link('/proc/self/fd/0'),
    stdout: link('/proc/self/fd/1'),
    stderr: link('/proc/self/fd/2'),
    ...(hasAgentPort && { 'virtio-ports/org.qemu.guest_agent.0': link('../vport1p1') }),
  }
}

/** The devices of drivers/char/mem.c: everyone's, always at offset 0. */
function memory(minor: number) {
  return { kind: 'character', major: 1, minor, mode: 0o666 } as const
}

/** The directories above a node, down to the root ''. */
function addDirectories(nodes: Map<string, SyntheticNode>, path: string): void {
  const above = path === '' ? '' : path.slice(0, Math.max(path.lastIndexOf('/'), 0))
  if (nodes.has(above)) return
  nodes.set(above, { kind: 'directory', mode: 0o755, entries: () => entriesOf(nodes, above) })
  if (above !== '') addDirectories(nodes, above)
}

function entriesOf(nodes: ReadonlyMap<string, SyntheticNode>, directory: string): string[] {
  const prefix = directory === '' ? '' : `${directory}/`
  const below = [...nodes.keys()].filter(path => path !== '' && path.startsWith(prefix) && path !== directory)
  return below.map(path => path.slice(prefix.length)).filter(name => !name.includes('/'))
}

function fail(code: 'ENOSPC' | 'EAGAIN'): never {
  throw new Errno(code)
}
