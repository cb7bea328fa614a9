/** growpart(1) and resize2fs(8): a disk of a guest is as large as its scenario says, and all of it is in use. */
import { tool } from '../tool.js'
import { findDevice } from './device-names.js'

const SECTOR = 512n
const BLOCK = 4096n
const VERSION = 'resize2fs 1.47.0 (5-Feb-2023)\n'
const WRONG_USAGE = 2

/** cloud-utils' growpart(1). */
export const growpart = tool(
  tool => {
    const options = tool.options(['N,dry-run', 'v,verbose', 'u,update=', 'free-percent=', 'fudge='])
    const [disk, number] = options.operands
    const fail = (message: string) => {
      tool.stderr.add(`FAILED: ${message}\n`)
      return tool.exit(WRONG_USAGE)
    }
    if (disk === undefined) throw fail('must supply disk and partition-number')
    if (number === undefined) throw fail('must supply disk and partition-number')
    const device = findDevice(tool.guest, tool.path(disk))
    if (device === undefined) throw fail(`${disk}: does not exist`)
    const partition = device.disk.partitions.find(({ name }) => /\d+$/.exec(name)?.[0] === number)
    if (partition === undefined) throw fail(`failed to find partition ${number} on ${disk}`)
    tool.print(`NOCHANGE: partition ${number} is size ${partition.size / SECTOR}. it cannot be grown\n`)
    tool.exitCode = 1
  },
  { shortName: true },
)

/** e2fsprogs' resize2fs(8). */
export const resize2fs = tool(
  tool => {
    tool.stderr.add(VERSION)
    const options = tool.options(['f', 'F', 'p'], { others: ['d=', 'M', 'P', 'b', 's', 'S=', 'z='] })
    const [name, size] = options.operands
    if (name === undefined) {
      tool.stderr.add(
        'Usage: resize2fs [-d debug_flags] [-f] [-F] [-M] [-P] [-p] device [-b|-s|new_size] [-S RAID-stride] ' +
          '[-z undo_file]\n\n',
      )
      throw tool.exit(1)
    }
    if (size !== undefined) throw tool.fail("mockvm doesn't do another size yet")
    const stat = tool.get(
      () => tool.files.stat(tool.path(name), tool.cred),
      text => {
        tool.stderr.add(`open: ${text} while opening ${name}\n`)
        return undefined
      },
    )
    if (stat === undefined) throw tool.exit(1)
    const device = findDevice(tool.guest, tool.path(name))
    const mount = tool.guest.mounts.table.find(({ source }) => source === device?.name)
    if (device === undefined || (mount !== undefined && !/^ext[234]$/.test(mount.type))) {
      tool.warn(`Bad magic number in super-block while trying to open ${name}`)
      tool.stderr.add("Couldn't find valid filesystem superblock.\n")
      throw tool.exit(1)
    }
    tool.print(`The filesystem is already ${device.size / BLOCK} (4k) blocks long.  Nothing to do!\n\n`)
  },
  { shortName: true },
)
