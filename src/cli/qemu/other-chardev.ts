/** Character devices by which nobody can talk to this process: what they need is looked at, and nothing comes of them. */
import { accessSync, closeSync, constants, existsSync, openSync } from 'node:fs'
import { strerror } from '../../strerror.js'
import { QemuError } from './error.js'
import type { Group } from './group.js'
import { parseSize } from './quantities.js'
import { readPort } from './socket-address.js'

export interface OtherChardev {
  readonly type: 'other'
  /** What query-chardev tells of it. */
  readonly name: string
  readonly group: Group
}

const NAMES = words(
  'null pty file pipe ringbuf vc serial parallel udp mux memory msmouse wctablet testdev spicevmc spiceport qemu-vdagent dbus braille',
)

const ALIASES: Readonly<Record<string, string>> = { tty: 'serial', parport: 'parallel' }

/** What it can't do without, and what is said where that is missing. */
const NEEDS: Readonly<Record<string, readonly [key: string, complaint: string]>> = {
  file: ['path', 'file: no filename given'],
  pipe: ['path', 'pipe: no device path given'],
  serial: ['path', 'serial/tty: no device path given'],
  parallel: ['path', 'parallel: no device path given'],
  udp: ['port', 'udp: remote port not specified'],
  mux: ['chardev', 'mux: no chardev given'],
  spicevmc: ['name', 'spice channel: no name given'],
  spiceport: ['name', 'spice port: no name given'],
  dbus: ['name', 'dbus: no name given'],
}

function words(text: string): readonly string[] {
  return text.split(' ')
}

/** Throws QemuError. `warn` is told what is deprecated. */
export function readOther(given: string, group: Group, warn: (text: string) => void): OtherChardev {
  const name = ALIASES[given] ?? given
  if (!NAMES.includes(name)) throw new QemuError(`'${name}' is not a valid char driver name`)
  if (name !== given) warn(`warning: The alias '${given}' is deprecated, use '${name}' instead`)
  const [key, complaint] = NEEDS[name] ?? []
  if (key !== undefined && group.get(key) === undefined) throw new QemuError(`chardev: ${complaint}`)
  return { type: 'other', name, group }
}

/** @param isThere Whether there is a character device of that label. Throws QemuError where it can't be opened. */
export function openOther({ name, group }: OtherChardev, isThere: (label: string) => boolean): void {
  const path = group.get('path') ?? ''
  if (name === 'file') touch(path, group.get('append') === 'on', 'Could not open')
  else if (name === 'serial' || name === 'parallel') checkAccess(path)
  else if (name === 'pipe' && !(existsSync(`${path}.in`) && existsSync(`${path}.out`))) checkAccess(path)
  else if (name === 'ringbuf' || name === 'memory') checkRing(group.get('size') ?? '0')
  else if (name === 'udp') readPort(group.get('host') ?? 'localhost', group.get('port') ?? '')
  else if (name === 'mux' && !isThere(group.get('chardev') ?? '')) {
    throw new QemuError(`mux: base chardev ${group.get('chardev')} not found`)
  }
}

/** The file is there then, as empty as a guest that says nothing leaves it. Throws QemuError. */
export function touch(path: string, appends: boolean, trouble: 'Could not open' | 'Could not create'): void {
  // One of -add-fd.
  if (path.startsWith('/dev/fdset/')) return
  try {
    closeSync(openSync(path, appends ? 'a' : 'w'))
  } catch (error) {
    throw new QemuError(`${trouble} '${path}': ${strerror(error)}`)
  }
}

function checkAccess(path: string): void {
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
  } catch (error) {
    throw new QemuError(`Could not open '${path}': ${strerror(error)}`)
  }
}

function checkRing(text: string): void {
  const size = parseSize(text)
  if (typeof size === 'bigint' && (size & (size - 1n)) !== 0n) {
    throw new QemuError('size of ringbuf chardev must be power of two')
  }
}
