import { blockDevices } from '../block-devices.js'
import type { DiskConfig } from '../config.js'
import { Errno } from '../errno.js'
import type { SyntheticDevice, SyntheticNode, SyntheticTree } from './synthetic.js'

export interface DevOptions {
  /** The next bytes of a seeded stream, for random and urandom. */
  readonly random: (size: number) => Uint8Array
  readonly disks: readonly DiskConfig[]
  /** Whether there is a virtio-serial port for the agent, which the agent then has open. */
  readonly hasAgentPort: boolean
  /** How the agent names it: by udev's link, which is AGENT_PORT, or without one by the node that it is. */
  readonly agentPort?: string
}

export const AGENT_PORT = '/dev/virtio-ports/org.qemu.guest_agent.0'

const AGENT_LINK = AGENT_PORT.replace(/^\/dev\//, '')
const LINKED_PORT = 'vport1p1'
/** Major number of virtio-serial ports: the first free one of a usual kernel. */
const VIRTIO_PORT_MAJOR = 245
/** The most that one read of /dev/zero gives: MAX_RW_COUNT of the kernel is more than fits a reply. */
const MAX_READ = 0x7ffff000

/**
 * /dev as udev leaves it: the character devices that programs count on, the disks with their partitions (they have a size
 * and read as zeros; what is on them is not simulated), and the agent's port, busy as long as the agent runs.
 */
export function createDevTree(options: DevOptions): SyntheticTree {
  const { hasAgentPort, agentPort = AGENT_PORT } = options
  const isLink = agentPort === AGENT_PORT
  const port = isLink ? LINKED_PORT : agentPort.replace(/^\/dev\//, '')
  const ports = hasAgentPort ? { [port]: busyPort, ...(isLink && { [AGENT_LINK]: link(`../${LINKED_PORT}`) }) } : {}
  return devTree({ ...memoryDevices(options.random), ...terminals, ...standardLinks, ...ports }, options.disks)
}

/** A tree of those nodes, by their path in it, and of the disks with their partitions. */
export function devTree(devices: Readonly<Record<string, SyntheticNode>>, disks: readonly DiskConfig[]): SyntheticTree {
  const nodes = new Map<string, SyntheticNode>(Object.entries(devices))
  for (const { name, major, minor, size, disk } of blockDevices(disks)) {
    nodes.set(name, { kind: 'block', major, minor, size })
    if (disk.alias !== undefined) nodes.set(`mapper/${disk.alias}`, link(`../${disk.name}`))
  }
  for (const path of [...nodes.keys(), '']) addDirectories(nodes, path)
  return { lookup: path => nodes.get(path) }
}

/** /dev/null and the like. */
export function memoryDevices(random: DevOptions['random']) {
  const all = (bytes: Uint8Array) => bytes.length
  const zeros = (length: number) => new Uint8Array(Math.min(length, MAX_READ))
  return {
    null: { ...memory(3), read: () => new Uint8Array(0), write: all },
    zero: { ...memory(5), read: zeros, write: all },
    full: { ...memory(7), read: zeros, write: () => fail('ENOSPC') },
    random: { ...memory(8), read: random, write: all },
    urandom: { ...memory(9), read: random, write: all },
  } satisfies Record<string, SyntheticDevice>
}

export const terminals = {
  // The agent has no controlling terminal.
  tty: { kind: 'character', major: 5, minor: 0, mode: 0o666, refuse: () => new Errno('ENXIO') },
  console: {
    kind: 'character',
    major: 5,
    minor: 1,
    mode: 0o600,
    seek: 'none',
    read: () => fail('EAGAIN'),
    write: bytes => bytes.length,
  },
} as const satisfies Record<string, SyntheticDevice>

/** The agent's port: the agent has it open, and nobody else may. */
export const busyPort: SyntheticDevice = {
  kind: 'character',
  ...{ major: VIRTIO_PORT_MAJOR, minor: 1, mode: 0o600 },
  refuse: () => new Errno('EBUSY'),
}

const standardLinks: Record<string, SyntheticNode> = {
  fd: link('/proc/self/fd'),
  stdin: link('/proc/self/fd/0'),
  stdout: link('/proc/self/fd/1'),
  stderr: link('/proc/self/fd/2'),
}

export function link(target: string) {
  return { kind: 'symlink', target } as const
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
