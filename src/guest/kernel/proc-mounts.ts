import { deviceNumber } from '../device-number.js'
import type { Guest } from '../guest.js'
import type { Mount } from '../mounts.js'

/** The lowest id that a mount gets. */
const FIRST_ID = 20

/** /proc/PID/mountinfo, as proc(5) describes it. */
export function mountinfo(guest: Guest): string {
  return guest.mounts.table
    .map((mount, index) => {
      const id = FIRST_ID + index
      const parent = mount.path === '/' ? 1 : FIRST_ID + guest.mounts.table.findIndex(other => other.path === '/')
      const root = escapeBlanks(mount.root ?? '/')
      return `${id} ${parent} ${numbers(guest, mount, index)} ${root} ${escapeBlanks(mount.path)} ${mount.options} shared:${index + 1} - ${mount.type} ${source(mount)} ${mount.options}\n`
    })
    .join('')
}

/** /proc/PID/mounts */
export function mountsTable(guest: Guest): string {
  return guest.mounts.table
    .map(mount => `${source(mount)} ${escapeBlanks(mount.path)} ${mount.type} ${mount.options} 0 0\n`)
    .join('')
}

function source(mount: Mount): string {
  return mount.disk === undefined ? mount.source : `/dev/${mount.source}`
}

/** Block devices by their numbers; a virtual file system has major 0 and a minor of its own, and so has btrfs. */
function numbers({ mounts }: Guest, { source, type, disk, partition }: Mount, index: number): string {
  if (disk === undefined) return `0:${FIRST_ID + index}`
  if (type === 'btrfs') return `0:${FIRST_ID + mounts.table.findIndex(mount => mount.source === source)}`
  const { major, minor } = deviceNumber(disk, partition)
  return `${major}:${minor}`
}

function escapeBlanks(path: string): string {
  return path.replace(/[ \t\n\\]/g, character => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)
}
