/** `stat -f`: what statfs(2) says of the file system that a name lies in. */
import { createHash } from 'node:crypto'
import { mountOf } from './devices.js'
import type { GivenOptions } from './options.js'
import { boundedWidth } from './output.js'
import { quoted } from './quote.js'
import { usageOf } from './storage/usage.js'
import type { Tool } from './tool.js'

interface Kind {
  readonly magic: number
  /** As stat calls it; the type of the mount if absent. */
  readonly name?: string
}

const LONG =
  '  File: "%n"\n    ID: %-8i Namelen: %-7l Type: %T\nBlock size: %-10s Fundamental block size: %S\n' +
  'Blocks: Total: %-10b Free: %-10f Available: %a\nInodes: Total: %-10c Free: %d\n'
const TERSE = '%n %i %l %t %s %S %b %f %a %c %d\n'
const DIRECTIVE = /%([-0]?)(\d*)(.)/gs
const BLOCK = 4096n
const EXT: Kind = { magic: 0xef53, name: 'ext2/ext3' }
/** linux/magic.h */
const KINDS: Readonly<Record<string, Kind>> = {
  ...{ ext2: EXT, ext3: EXT, ext4: EXT, xfs: { magic: 0x58465342 }, btrfs: { magic: 0x9123683e } },
  ...{
    vfat: { magic: 0x4d44, name: 'msdos' },
    squashfs: { magic: 0x73717368 },
    iso9660: { magic: 0x9660, name: 'isofs' },
  },
  ...{ tmpfs: { magic: 0x1021994 }, devtmpfs: { magic: 0x1021994, name: 'tmpfs' }, proc: { magic: 0x9fa0 } },
  ...{ sysfs: { magic: 0x62656572 }, devpts: { magic: 0x1cd1 }, cgroup2: { magic: 0x63677270, name: 'cgroup2fs' } },
  ...{ hugetlbfs: { magic: 0x958458f6 }, mqueue: { magic: 0x19800202 }, debugfs: { magic: 0x64626720 } },
  ...{ tracefs: { magic: 0x74726163 }, securityfs: { magic: 0x73636673 }, bpf: { magic: 0xcafe4a11, name: 'bpf_fs' } },
  ...{
    pstore: { magic: 0x6165676c, name: 'pstorefs' },
    configfs: { magic: 0x62656570 },
    fusectl: { magic: 0x65735543 },
  },
  ...{
    nfs: { magic: 0x6969 },
    nfs4: { magic: 0x6969, name: 'nfs' },
    overlay: { magic: 0x794c7630, name: 'overlayfs' },
  },
}

/** `unescapeText`: what --printf makes of a format. */
export function statFileSystems(
  tool: Tool,
  options: GivenOptions,
  unescapeText: (text: string) => readonly (string | Uint8Array)[],
): void {
  const which = options.last('c', 'printf')
  const format = which === undefined ? (options.has('t') ? TERSE : LONG) : (options.value(which) ?? '')
  for (const name of options.operands) {
    const value = tool.get(
      () => fieldsOf(tool, name),
      text => `cannot read file system information for ${quoted(name)}: ${text}`,
    )
    if (value === undefined) continue
    for (const piece of which === 'printf' ? unescapeText(format) : [format, which === 'c' ? '\n' : '']) {
      tool.print(typeof piece === 'string' ? filled(piece, value) : piece)
    }
  }
}

function filled(format: string, value: (letter: string) => string): string {
  return format.replace(DIRECTIVE, (_, flag: string, width: string, letter: string) => {
    if (letter === '%') return '%'
    const size = boundedWidth(Number(width))
    return flag === '-' ? value(letter).padEnd(size) : value(letter).padStart(size, flag === '0' ? '0' : ' ')
  })
}

function fieldsOf(tool: Tool, name: string): (letter: string) => string {
  const { guest, files, cred } = tool
  files.stat(tool.path(name), cred)
  const mount = mountOf(guest, files.realpath(tool.path(name), cred))
  const usage = mount && usageOf(guest, mount)
  const { magic, name: kind } = KINDS[mount?.type ?? ''] ?? { magic: 0 }
  const blocks = (bytes = 0n) => String(bytes / BLOCK)
  const fields: Readonly<Record<string, () => string>> = {
    a: () => blocks(usage?.available),
    b: () => blocks(usage?.size),
    c: () => String(usage?.inodes ?? 0n),
    d: () => String(usage?.freeInodes ?? 0n),
    f: () => blocks(usage?.free),
    // The kernel makes it of an identifier of the file system; any number that is always the same will do.
    i: () => createHash('sha256').update(`${mount?.source} ${mount?.type}`).digest('hex').slice(0, 16),
    l: () => (mount?.type === 'vfat' ? '1530' : '255'),
    n: () => name,
    s: () => String(BLOCK),
    S: () => String(BLOCK),
    t: () => magic.toString(16),
    T: () => kind ?? mount?.type ?? '',
  }
  return letter => fields[letter]?.() ?? '?'
}
