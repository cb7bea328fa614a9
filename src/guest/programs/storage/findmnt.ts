import type { Guest } from '../../guest.js'
import type { Mount } from '../../mounts.js'
import { mountOf } from '../devices.js'
import type { GivenOptions } from '../options.js'
import { type Tool, tool } from '../tool.js'
import { findDevice } from './device-names.js'
import { identify } from './identity.js'
import { fsOptions, hasType, mountTree, numbersOf, sourceOf, vfsOptions } from './mount-tree.js'
import { sizeText } from './sizes.js'
import { type Column, leaf, printTable } from './table.js'
import { chooseColumns, exclude, formOf, isAscii, refuse } from './table-options.js'
import { type Usage, usageOf } from './usage.js'

const DECLARED = [
  ...['a,ascii', 'A,all', 'b,bytes', 'c,canonicalize', 'C,nocanonicalize', 'd,direction=', 'D,df', 'e,evaluate'],
  ...['f,first-only', 'F,tab-file=', 'i,invert', 'J,json', 'k,kernel', 'l,list', 'm,mtab', 'M,mountpoint='],
  ...['N,task=', 'n,noheadings', 'O,options=', 'o,output=', 'p,poll?', 'P,pairs', 'r,raw', 'R,submounts', 's,fstab'],
  ...['S,source=', 't,types=', 'T,target=', 'U,uniq', 'u,notruncate', 'v,nofsroot', 'w,timeout=', 'x,verify'],
  ...['y,shell', 'pseudo', 'shadow', 'real', 'output-all', 'tree', 'deleted', 'vfs-all', 'verbose'],
]
const UNDONE = [
  ...['d', 'F', 'm', 'N', 'p', 's', 'w', 'x', 'y', 'pseudo', 'shadow', 'real', 'output-all', 'deleted', 'vfs-all'],
  ...['U', 'verbose'],
]
const USUAL = ['TARGET', 'SOURCE', 'FSTYPE', 'OPTIONS']
const AS_DF = ['SOURCE', 'FSTYPE', 'SIZE', 'USED', 'AVAIL', 'USE%', 'TARGET']
const UNKNOWN = ['ACTION', 'FREQ', 'OLD-OPTIONS', 'OLD-TARGET', 'OPT-FIELDS', 'PASSNO', 'PARTLABEL', 'TID']

/** util-linux's findmnt(8), of what is mounted now. */
export const findmnt = tool(
  tool => {
    const options = tool.options(DECLARED)
    refuse(tool, options, UNDONE)
    exclude(tool, options, ['J', 'P', 'r'], '--json --pairs --raw --verify')
    const columns = chooseColumns(
      tool,
      options.value('o'),
      columnsOf(tool.guest, options),
      options.has('D') ? AS_DF : USUAL,
      UNKNOWN,
    )
    const [first, second] = options.operands
    const found = select(tool, options, first, second)
    const form = formOf(options)
    // Who asks for the whole tree and finds none of it has not failed.
    if (found.length === 0 && (!isWhole(options) || options.has('l'))) throw tool.exit(1)
    const flat = options.has('l') || options.has('D') || form === 'raw' || form === 'pairs' || !isWhole(options)
    tool.print(
      printTable(columns, flat && !options.has('tree') ? found.map(leaf) : mountTree(found), {
        form,
        headings: !options.has('n'),
        ascii: options.has('a') || isAscii(tool),
        name: 'filesystems',
      }),
    )
  },
  { shortName: true },
)

/** Whether all that is mounted may be printed: who asks for one thing gets no tree. */
function isWhole(options: GivenOptions): boolean {
  if (options.has('R')) return true
  return options.operands.length === 0 && !['T', 'S', 'M', 'f'].some(name => options.has(name))
}

function select(tool: Tool, options: GivenOptions, first: string | undefined, second: string | undefined): Mount[] {
  const { guest } = tool
  const all = guest.mounts.table
  const target = options.value('M') ?? second
  const source = options.value('S') ?? (second === undefined ? undefined : first)
  const invert = options.has('i')
  const matches = (mount: Mount): boolean => {
    const conditions: boolean[] = []
    if (options.has('T')) conditions.push(mount === at(tool, options.value('T') ?? ''))
    if (target !== undefined) conditions.push(mount.path === clean(tool, target))
    if (source !== undefined) conditions.push(isSource(guest, mount, source))
    if (first !== undefined && second === undefined) {
      conditions.push(mount.path === clean(tool, first) || isSource(guest, mount, first))
    }
    if (options.has('t')) conditions.push(hasType(mount, options.value('t') ?? '') !== invert)
    const wanted = options.value('O')?.split(',') ?? []
    conditions.push(wanted.every(option => mount.options.split(',').includes(option)))
    if (options.has('D')) conditions.push(['devtmpfs', 'tmpfs'].includes(mount.type) || mount.disk !== undefined)
    return conditions.every(Boolean)
  }
  const found = all.filter(matches)
  // One operand is met once, by the mount that hides the others.
  const single = first !== undefined && second === undefined && found.some(({ path }) => path === clean(tool, first))
  const met = single ? found.slice(-1) : options.has('f') ? found.slice(0, 1) : found
  if (!options.has('R')) return met
  return all.filter(mount =>
    met.some(({ path }) => mount.path === path || path === '/' || mount.path.startsWith(`${path}/`)),
  )
}

function at(tool: Tool, operand: string): Mount | undefined {
  const path = tool.path(operand)
  return tool.files.exists(path) ? mountOf(tool.guest, tool.files.realpath(path)) : undefined
}

function clean(tool: Tool, operand: string): string {
  const path = tool.path(operand)
  return tool.files.exists(path) ? tool.files.realpath(path) : path.replace(/(.)\/+$/, '$1')
}

function isSource(guest: Guest, mount: Mount, text: string): boolean {
  if (mount.disk === undefined) return mount.source === text
  return findDevice(guest, text)?.name === mount.source
}

function columnsOf(guest: Guest, options: GivenOptions): Column<Mount>[] {
  const exact = options.has('b')
  const identity = (mount: Mount) => {
    const device = findDevice(guest, `/dev/${mount.source}`)
    return mount.disk === undefined || device === undefined ? {} : identify(guest, device)
  }
  const text = (name: string, value: (mount: Mount) => string | undefined, tree = false): Column<Mount> => ({
    name,
    tree,
    value,
  })
  const number = (name: string, value: (mount: Mount) => number): Column<Mount> => ({
    ...{ name, right: true, json: 'number' },
    value: mount => String(value(mount)),
  })
  const size = (name: string, value: (usage: Usage) => bigint): Column<Mount> => ({
    ...{ name, right: true, hint: 5, ...(exact && { json: 'number' as const }) },
    value(mount) {
      const bytes = value(usageOf(guest, mount))
      return bytes === 0n ? '0' : sizeText(bytes, exact)
    },
  })
  const index = (mount: Mount) => guest.mounts.table.indexOf(mount)
  const root = guest.mounts.table.findIndex(({ path }) => path === '/')
  return [
    text('TARGET', ({ path }) => path, true),
    text(
      'SOURCE',
      mount =>
        `${sourceOf(mount)}${mount.root === undefined || mount.root === '/' || options.has('v') ? '' : `[${mount.root}]`}`,
    ),
    text('FSTYPE', ({ type }) => type),
    text('OPTIONS', mount => mount.options),
    text('VFS-OPTIONS', vfsOptions),
    text('FS-OPTIONS', fsOptions),
    text('LABEL', mount => identity(mount).label),
    text('UUID', mount => identity(mount).uuid),
    text('PARTUUID', mount => identity(mount).partUuid),
    text('MAJ:MIN', mount => numbersOf(guest, mount)),
    text('FSROOT', mount => mount.root ?? '/'),
    text('PROPAGATION', () => 'shared'),
    number('ID', mount => 20 + index(mount)),
    number('PARENT', mount => (mount.path === '/' ? 1 : 20 + root)),
    size('SIZE', usage => usage.size),
    size('USED', usage => usage.size - usage.free),
    size('AVAIL', usage => usage.available),
    { name: 'USE%', right: true, value: mount => percent(usageOf(guest, mount)) },
  ]
}

/** Of all blocks, rounded down as the integer division of C does. */
function percent({ size, free }: Usage): string {
  return size === 0n ? '-' : `${((size - free) * 100n) / size}%`
}
