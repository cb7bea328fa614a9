import { type BlockDevice, blockDevices, slavesOf } from '../../block-devices.js'
import type { GivenOptions } from '../options.js'
import { type Tool, tool } from '../tool.js'
import { findDevice } from './device-names.js'
import { type Listed, listedColumns, OTHER_COLUMNS } from './lsblk-columns.js'
import { leaf, type Node, printTable } from './table.js'
import { chooseColumns, exclude, formOf, isAscii, refuse } from './table-options.js'

const DECLARED = [
  ...['A,noempty', 'a,all', 'b,bytes', 'D,discard', 'd,nodeps', 'E,dedup=', 'e,exclude=', 'f,fs', 'i,ascii'],
  ...['I,include=', 'J,json', 'l,list', 'M,merge', 'm,perms', 'n,noheadings', 'O,output-all', 'o,output=', 'P,pairs'],
  ...['p,paths', 'r,raw', 'S,scsi', 's,inverse', 'T,tree?', 't,topology', 'w,width=', 'x,sort=', 'y,shell', 'z,zoned'],
  'sysroot=',
]
const UNDONE = ['D', 'E', 'M', 'O', 'S', 's', 't', 'w', 'y', 'z', 'sysroot']
const USUAL = ['NAME', 'MAJ:MIN', 'RM', 'SIZE', 'RO', 'TYPE', 'MOUNTPOINTS']
const OF_FILE_SYSTEMS = ['NAME', 'FSTYPE', 'FSVER', 'LABEL', 'UUID', 'FSAVAIL', 'FSUSE%', 'MOUNTPOINTS']
const OF_PERMISSIONS = ['NAME', 'SIZE', 'OWNER', 'GROUP', 'MODE']
/** Of RAM disks: nobody asks for those. */
const RAM_MAJOR = 1
const SOME_FAILED = 64
const ALL_FAILED = 32

/** util-linux's lsblk(8). */
export const lsblk = tool(
  tool => {
    const options = tool.options(DECLARED)
    refuse(tool, options, UNDONE)
    exclude(tool, options, ['I', 'e'], '--exclude --include')
    exclude(tool, options, ['J', 'P', 'r'], '--json --pairs --raw')
    exclude(tool, options, ['P', 'T', 'l', 'r'], '--pairs --tree --list --raw')
    const known = listedColumns(tool.guest, options.has('b'), options.has('p'))
    const usual = options.has('f') ? OF_FILE_SYSTEMS : options.has('m') ? OF_PERMISSIONS : USUAL
    const columns = chooseColumns(tool, options.value('o'), known, usual, OTHER_COLUMNS)
    const form = formOf(options)
    const nodes = options.operands.length > 0 ? named(tool, options) : all(tool, options)
    const sortBy = options.value('x')
    const flat = options.has('l') || form === 'raw' || form === 'pairs' || sortBy !== undefined
    const rows = flat && !options.has('T') ? unique(flatten(nodes)).map(leaf) : nodes
    const [order] = sortBy === undefined ? [] : chooseColumns(tool, sortBy, known, [])
    if (order !== undefined && order.name !== 'SIZE' && order.name !== 'NAME') {
      throw tool.fail(`mockvm doesn't sort by the column ${order.name} yet`)
    }
    const sorted = order === undefined ? rows : rows.toSorted((a, b) => compare(order.name, a.row.device, b.row.device))
    tool.print(
      printTable(columns, sorted, {
        form,
        headings: !options.has('n'),
        ascii: options.has('i') || isAscii(tool),
        name: 'blockdevices',
      }),
    )
  },
  { shortName: true },
)

/** Those that lie on no other, by their numbers, and below them what lies on them. */
function all(tool: Tool, options: GivenOptions): Node<Listed>[] {
  const include = majors(tool, options, 'I')
  const exclude = majors(tool, options, 'e') ?? (options.has('a') ? [] : [RAM_MAJOR])
  return blockDevices(tool.guest.config.disks)
    .filter(({ partition, disk }) => partition === undefined && (options.has('d') || slavesOf(disk).length === 0))
    .filter(({ major }) => include?.includes(major) ?? !exclude.includes(major))
    .filter(({ size }) => options.has('a') || size > 0n)
    .toSorted((a, b) => a.major - b.major || a.minor - b.minor)
    .map(device => node(tool, device, undefined, options.has('d')))
}

function named(tool: Tool, options: GivenOptions): Node<Listed>[] {
  const nodes: Node<Listed>[] = []
  for (const operand of options.operands) {
    const device = findDevice(tool.guest, operand.includes('=') ? operand : tool.path(operand))
    if (device === undefined) {
      tool.warn(`${operand}: not a block device`)
      continue
    }
    const parent = device.partition === undefined ? undefined : whole(tool, device)
    nodes.push(node(tool, device, parent, options.has('d')))
  }
  const failed = options.operands.length - nodes.length
  if (failed > 0) tool.exitCode = nodes.length === 0 ? ALL_FAILED : SOME_FAILED
  return nodes
}

function node(tool: Tool, device: BlockDevice, parent: BlockDevice | undefined, alone: boolean): Node<Listed> {
  const row = { device, parent }
  if (alone) return leaf(row)
  const others = blockDevices(tool.guest.config.disks)
  const partitions = others
    .filter(it => device.partition === undefined && it.partition !== undefined && it.disk === device.disk)
    .toSorted((a, b) => a.minor - b.minor)
  const holders = others.filter(it => it.partition === undefined && slavesOf(it.disk).includes(device.name))
  return { row, children: [...partitions, ...holders].map(child => node(tool, child, device, false)) }
}

function whole(tool: Tool, { disk }: BlockDevice): BlockDevice | undefined {
  return blockDevices(tool.guest.config.disks).find(it => it.disk === disk && it.partition === undefined)
}

function flatten(nodes: readonly Node<Listed>[]): Listed[] {
  return nodes.flatMap(({ row, children }) => [row, ...flatten(children)])
}

/** In a list what lies on two devices stands once. */
function unique(rows: readonly Listed[]): Listed[] {
  return rows.filter((row, index) => rows.findIndex(({ device }) => device.name === row.device.name) === index)
}

function compare(column: string, a: BlockDevice, b: BlockDevice): number {
  if (column === 'SIZE') return a.size < b.size ? -1 : a.size > b.size ? 1 : 0
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

/** Of all lists that were given; undefined without one. */
function majors(tool: Tool, options: GivenOptions, name: string): number[] | undefined {
  const lists = options.list.filter(option => option.name === name).map(({ value = '' }) => value)
  const wrong = lists.find(list => !/^\d+(,\d+)*$/.test(list))
  if (wrong !== undefined) throw tool.fail(`failed to parse list '${wrong}'`)
  return lists.length === 0 ? undefined : lists.flatMap(list => list.split(',').map(Number))
}
