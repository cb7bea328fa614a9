/** util-linux's blockdev(8): what the ioctls of a block device say. */
import type { BlockDevice } from '../../block-devices.js'
import { type Tool, tool } from '../tool.js'
import { findDevice } from './device-names.js'

const SECTOR = 512n
const PAGES = '4096'
/** The kernel's default, in sectors. */
const READ_AHEAD = '256'

/** What each command prints, and the ioctl that a file which is no device refuses; undefined: nothing to print. */
const COMMANDS: Readonly<Record<string, readonly [ioctl: string, value: (device: BlockDevice) => string | undefined]>> =
  {
    '--getsz': ['BLKGETSIZE64', ({ size }) => String(size / SECTOR)],
    '--getsize': ['BLKGETSIZE', ({ size }) => String(size / SECTOR)],
    '--getsize64': ['BLKGETSIZE64', ({ size }) => String(size)],
    '--getss': ['BLKSSZGET', () => String(SECTOR)],
    '--getpbsz': ['BLKPBSZGET', () => String(SECTOR)],
    '--getbsz': ['BLKBSZGET', () => PAGES],
    '--getiomin': ['BLKIOMIN', () => String(SECTOR)],
    '--getioopt': ['BLKIOOPT', () => '0'],
    '--getalignoff': ['BLKALIGNOFF', () => '0'],
    '--getro': ['BLKROGET', ({ name }) => (/^(?:sr|loop)/.test(name) ? '1' : '0')],
    '--getra': ['BLKRAGET', () => READ_AHEAD],
    '--getfra': ['BLKFRAGET', () => READ_AHEAD],
    '--flushbufs': ['BLKFLSBUF', () => undefined],
    '--rereadpt': ['BLKRRPART', () => undefined],
  }
const UNDONE = [
  '--report',
  '--setro',
  '--setrw',
  '--getdiscardzeroes',
  '--getmaxsect',
  '--setbsz',
  '--setra',
  '--setfra',
]

export const blockdev = tool(
  tool => {
    if (tool.args.length === 0) throw tool.usage('not enough arguments')
    const commands = tool.args.filter(arg => arg.startsWith('-') && arg !== '-q' && arg !== '-v')
    const names = tool.args.filter(arg => !arg.startsWith('-'))
    for (const command of commands) {
      if (UNDONE.includes(command)) throw tool.fail(`mockvm doesn't do ${command} yet`)
      if (!Object.hasOwn(COMMANDS, command)) throw tool.usage(`Unknown command: ${command}`)
    }
    if (names.length === 0) throw tool.usage('no device specified')
    for (const name of names) ask(tool, name, commands)
  },
  { shortName: true },
)

function ask(tool: Tool, name: string, commands: readonly string[]): void {
  const { files, cred, guest } = tool
  const opened = tool.attempt(
    () => files.stat(tool.path(name), cred),
    text => `cannot open ${name}: ${text}`,
  )
  if (!opened) throw tool.exit(1)
  const device = findDevice(guest, tool.path(name))
  for (const command of commands) {
    const [ioctl = '', value] = COMMANDS[command] ?? []
    if (device === undefined) throw tool.fail(`ioctl error on ${ioctl}: Inappropriate ioctl for device`)
    if (command === '--rereadpt' && isInUse(tool, device)) {
      throw tool.fail(`ioctl error on ${ioctl}: Device or resource busy`)
    }
    const text = value?.(device)
    if (text !== undefined) tool.print(`${text}\n`)
  }
}

/** The table of a disk can't be read again while something of it is mounted. */
function isInUse({ guest }: Tool, { disk }: BlockDevice): boolean {
  return guest.mounts.table.some(mount => mount.disk?.name === disk.name)
}
