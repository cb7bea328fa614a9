/** The mount table. */

import type { MountConfig } from '../guest/config.js'
import { ERRNO_CODES, type ErrnoCode } from '../guest/errno.js'
import { TRIMMABLE } from '../guest/mounts.js'
import { disksOf, partitionsOf } from './disk-config.js'
import { memorySizes } from './memory-blocks.js'
import type { ScenarioInput } from './schema.js'
import { parseSize } from './units.js'

type MountInput = NonNullable<ScenarioInput['mounts']>[number]

/** Bytes of every disk and partition by kernel name. */
export function blockDevices(document: ScenarioInput): Map<string, bigint> {
  return new Map(
    disksOf(document).flatMap(disk => [
      [disk.name, parseSize(disk.size) ?? 0n] as const,
      ...partitionsOf(disk).map(({ name, size }) => [name, size] as const),
    ]),
  )
}

/** The root alone: on the largest partition of the first disk, or on that disk, or in RAM. */
function defaultMounts(document: ScenarioInput): MountInput[] {
  const [disk] = disksOf(document)
  if (disk === undefined) return [{ source: 'tmpfs', path: '/', type: 'tmpfs' }]
  const [largest] = partitionsOf(disk).sort((a, b) => (a.size < b.size ? 1 : -1))
  return [{ source: largest?.name ?? disk.name, path: '/', type: 'ext4' }]
}

function isErrno(word: unknown): word is ErrnoCode {
  return (ERRNO_CODES as readonly unknown[]).includes(word)
}

/** What a bind mount or a subvolume has in common with the first mount of its device. */
function sameFileSystem({ source, type }: MountInput, mounts: readonly MountInput[]): Partial<MountInput> {
  const first = mounts.find(mount => mount.source === source && mount.type === type)
  if (first === undefined || type === 'tmpfs') return {}
  const { size, used, reserved, trim } = first
  return {
    ...(size !== undefined && { size }),
    ...(used !== undefined && { used }),
    ...(reserved !== undefined && { reserved }),
    ...(trim !== undefined && { trim }),
  }
}

const BLOCK = 4096n
/** Of ext4 Linux keeps so many blocks for its own needs, or a fiftieth of all if that is less. */
const MOST_RESERVED_BLOCKS = 4096n

/** What nobody but root gets of a file system on a device of that size: mke2fs(8) keeps a twentieth of the blocks. */
function keptForRoot(type: string, size: bigint): bigint {
  if (!/^ext[234]$/.test(type)) return 0n
  const blocks = size / BLOCK
  const own = type !== 'ext4' ? 0n : blocks / 50n < MOST_RESERVED_BLOCKS ? blocks / 50n : MOST_RESERVED_BLOCKS
  return (blocks / 20n + own) * BLOCK
}

/** The mount table of a document, the default one included; the first is at index 0 of `mounts`, if that is there. */
export function toMountConfigs(document: ScenarioInput): MountConfig[] {
  const devices = blockDevices(document)
  const mounts = document.mounts ?? defaultMounts(document)
  return mounts.map(given => {
    const mount = { ...sameFileSystem(given, mounts), ...given }
    const { source, path, type, options = 'rw,relatime', root, freezeError, openError, sysfsError } = mount
    // tmpfs(5): half of the RAM unless told otherwise. The other virtual ones have no room at all.
    const virtual = type === 'tmpfs' ? memorySizes(document.memory ?? {}).size / 2n : 0n
    const size = mount.size === undefined ? (devices.get(source) ?? virtual) : (parseSize(mount.size) ?? 0n)
    const used = parseSize(mount.used ?? 0) ?? 0n
    const reserved =
      mount.reserved === undefined ? keptForRoot(type, devices.get(source) ?? 0n) : parseSize(mount.reserved)
    const trim = mount.trim ?? (devices.has(source) && TRIMMABLE.has(type) ? 'free' : 'EOPNOTSUPP')
    return {
      source,
      path,
      type,
      options,
      size,
      used,
      ...(reserved && { reserved }),
      ...(root !== undefined && { root }),
      trim: trim === 'free' || isErrno(trim) ? trim : (parseSize(trim) ?? 0n),
      ...(freezeError && { freezeError }),
      ...(openError && { openError }),
      ...(sysfsError && { sysfsError }),
    }
  })
}
