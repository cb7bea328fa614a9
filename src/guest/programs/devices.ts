/** On which device a file lies. */
import { type DeviceNumber, deviceNumber } from '../device-number.js'
import type { Guest } from '../guest.js'
import type { Mount } from '../mounts.js'

/** The minor number of the first virtual file system, as /proc/self/mountinfo shows it. */
const FIRST_VIRTUAL = 20

/** The mount that holds a canonical path. */
export function mountOf(guest: Guest, path: string): Mount | undefined {
  const holds = (mount: Mount) => mount.path === '/' || path === mount.path || path.startsWith(`${mount.path}/`)
  return guest.mounts.table.reduce<Mount | undefined>(
    (best, mount) => (holds(mount) && mount.path.length >= (best?.path.length ?? 0) ? mount : best),
    undefined,
  )
}

export function deviceOf(guest: Guest, mount: Mount | undefined): DeviceNumber {
  if (mount === undefined) return { major: 0, minor: 1 }
  const { disk, partition } = mount
  if (disk !== undefined) return deviceNumber(disk, partition)
  return { major: 0, minor: FIRST_VIRTUAL + guest.mounts.table.indexOf(mount) }
}

/** dev_t as one number: makedev(3) for the small numbers that there are. */
export function combined({ major, minor }: DeviceNumber): number {
  return major * 256 + minor
}
