import type { Mount } from '../../mounts.js'
import { mountOf } from '../devices.js'
import type { GivenOptions } from '../options.js'
import { quotedIfNeeded, quotedWord } from '../quote.js'
import { type Tool, tool } from '../tool.js'
import { type BlockSize, blockName, blocks, HUMAN, humanText, KIBI, parseBlockSize, SI } from './block-size.js'
import { findDevice } from './device-names.js'
import { sourceOf } from './mount-tree.js'
import { type Usage, usageOf } from './usage.js'

interface Row {
  readonly source: string
  readonly type: string
  readonly usage: Usage
  readonly file: string
  readonly target: string
}

interface Field {
  readonly heading: string
  readonly width: number
  readonly left?: boolean
  value(row: Row): string
}

const FIELDS = [
  ...['source', 'fstype', 'itotal', 'iused', 'iavail', 'ipcent', 'size', 'used', 'avail', 'pcent', 'file', 'target'],
] as const
const DECLARED = [
  ...['a,all', 'B,block-size=', 'h,human-readable', 'H,si', 'i,inodes', 'k', 'l,local', 'm,megabytes', 'output?'],
  ...['P,portability', 'no-sync', 'sync', 't,type=', 'T,print-type', 'x,exclude-type=', 'v', 'total'],
]
const REMOTE = new Set(['nfs', 'nfs4', 'cifs', 'smb3', 'afs', 'ceph', 'fuse.sshfs'])

/** coreutils' df(1): statfs(2) doesn't write, so that it works on what is frozen too. */
export const df = tool(tool => {
  const options = tool.options(DECLARED)
  for (const name of ['i', 'P', 'T']) {
    if (options.has('output') && options.has(name)) {
      const shown = name === 'P' ? '-P' : `-${name}`
      throw tool.usage(`options ${shown} and --output are mutually exclusive`)
    }
  }
  const both = options.list.find(
    ({ name, value }) => name === 't' && options.list.some(other => other.name === 'x' && other.value === value),
  )
  if (both !== undefined) {
    throw tool.fail(`file system type ${quotedWord(both.value ?? '')} both selected and excluded`)
  }
  const size = blockSizeOf(tool, options)
  const fields = chooseFields(tool, options, size)
  const { rows, sum } = collectRows(tool, options)
  if (rows.length === 0) {
    if (tool.exitCode !== 0) return
    throw tool.fail('no file systems processed')
  }
  if (options.has('total')) rows.push(total(sum, !fields.some(({ heading }) => heading === 'Filesystem')))
  print(tool, fields, rows)
})

function blockSizeOf(tool: Tool, options: GivenOptions): BlockSize {
  const which = options.last('B', 'h', 'H', 'k', 'm')
  if (which === 'h') return HUMAN
  if (which === 'H') return SI
  if (which === 'm') return { unit: 1_048_576n, human: false, suffix: '' }
  return which === 'B' ? parseBlockSize(tool, options.value('B') ?? '') : KIBI
}

function collectRows(tool: Tool, options: GivenOptions): { rows: Row[]; sum: readonly Usage[] } {
  const { guest } = tool
  const rows: Row[] = []
  const counted = new Map<string, Usage>()
  const types = valuesOf(options, 't')
  const excluded = valuesOf(options, 'x')
  const add = (mount: Mount, file: string, named: boolean) => {
    if (types.length > 0 && !types.includes(mount.type)) return
    if (excluded.includes(mount.type) || (options.has('l') && REMOTE.has(mount.type))) return
    const usage = usageOf(guest, mount)
    if (!named && !options.has('a') && usage.size === 0n) return
    rows.push({ source: sourceOf(mount), type: mount.type, usage, file, target: mount.path })
    counted.set(mount.disk === undefined ? mount.path : mount.source, usage)
  }
  if (options.operands.length === 0) {
    for (const mount of options.has('a') ? guest.mounts.table : shown(guest.mounts.table)) add(mount, '-', false)
  }
  for (const operand of options.operands) {
    const stat = tool.get(
      () => tool.files.stat(tool.path(operand), tool.cred),
      text => `${quotedIfNeeded(operand)}: ${text}`,
    )
    if (stat === undefined) continue
    const device = stat.kind === 'block' ? findDevice(guest, tool.path(operand))?.name : undefined
    const real = tool.files.realpath(tool.path(operand), tool.cred)
    const mount = guest.mounts.table.find(({ source }) => source === device) ?? mountOf(guest, real)
    if (mount !== undefined) add(mount, operand, true)
  }
  return { rows, sum: [...counted.values()] }
}

/** Every file system once, by the shortest of its mount points; what is mounted over others hides them. */
function shown(table: readonly Mount[]): Mount[] {
  return table.filter((mount, index) => {
    if (table.some((other, at) => at > index && other.path === mount.path)) return false
    if (mount.disk === undefined) return true
    const same = table.filter(({ source }) => source === mount.source)
    const shortest = Math.min(...same.map(({ path }) => path.length))
    return same.find(({ path }) => path.length === shortest) === mount
  })
}

function valuesOf(options: GivenOptions, name: string): string[] {
  return options.list.filter(option => option.name === name).map(({ value = '' }) => value)
}

function total(all: readonly Usage[], isInTarget: boolean): Row {
  const sum = (value: (usage: Usage) => bigint) => all.reduce((so, usage) => so + value(usage), 0n)
  const usage = {
    size: sum(({ size }) => size),
    free: sum(({ free }) => free),
    available: sum(({ available }) => available),
    inodes: sum(({ inodes }) => inodes),
    freeInodes: sum(({ freeInodes }) => freeInodes),
  }
  return { source: 'total', type: '-', usage, file: '-', target: isInTarget ? 'total' : '-' }
}

function chooseFields(tool: Tool, options: GivenOptions, size: BlockSize): Field[] {
  const posix = options.has('P')
  const isOutput = options.has('output')
  const all = fieldsOf(size, posix, isOutput)
  if (isOutput) {
    const given = valuesOf(options, 'output').filter(text => text !== '')
    const names: readonly string[] = given.length === 0 ? FIELDS : given.flatMap(text => text.split(','))
    return names.map(name => {
      const field = Object.hasOwn(all, name) ? all[name as keyof typeof all] : undefined
      if (field === undefined) throw tool.usage(`option --output: field ${quotedWord(name)} unknown`)
      return field
    })
  }
  const type = options.has('T') ? [all.fstype] : []
  return options.has('i')
    ? [all.source, ...type, all.itotal, all.iused, all.iavail, all.ipcent, all.target]
    : [all.source, ...type, all.size, all.used, all.avail, all.pcent, all.target]
}

function fieldsOf(size: BlockSize, posix: boolean, isOutput: boolean) {
  const text = (heading: string, width: number, value: (row: Row) => string): Field => ({
    heading,
    width,
    left: true,
    value,
  })
  const number = (heading: string, width: number, value: (row: Row) => string): Field => ({ heading, width, value })
  const inodes = (count: bigint) => (size.human ? humanText(count, size.unit) : String(count))
  const headingOfSize = size.human ? 'Size' : posix ? `${size.unit}-blocks` : `${blockName(size.unit)}-blocks`
  return {
    source: text('Filesystem', 14, ({ source }) => source),
    fstype: text('Type', 4, ({ type }) => type),
    itotal: number('Inodes', 5, ({ usage }) => inodes(usage.inodes)),
    iused: number('IUsed', 5, ({ usage }) => inodes(usage.inodes - usage.freeInodes)),
    iavail: number('IFree', 5, ({ usage }) => inodes(usage.freeInodes)),
    ipcent: number('IUse%', 4, ({ usage }) => percent(usage.inodes - usage.freeInodes, usage.inodes)),
    size: number(headingOfSize, 5, ({ usage }) => blocks(usage.size, size)),
    used: number('Used', 5, ({ usage }) => blocks(usage.size - usage.free, size)),
    avail: number(size.human || isOutput ? 'Avail' : 'Available', 5, ({ usage }) => blocks(usage.available, size)),
    pcent: number(posix ? 'Capacity' : 'Use%', 4, ({ usage: { size, free, available } }) =>
      percent(size - free, size - free + available),
    ),
    file: text('File', 0, ({ file }) => file),
    target: text('Mounted on', 0, ({ target }) => target),
  } satisfies Record<(typeof FIELDS)[number], Field>
}

/** Rounded up; nothing to be a part of has a dash. */
function percent(part: bigint, whole: bigint): string {
  return whole === 0n ? '-' : `${(part * 100n + whole - 1n) / whole}%`
}

function print(tool: Tool, fields: readonly Field[], rows: readonly Row[]): void {
  const table = [fields.map(({ heading }) => heading), ...rows.map(row => fields.map(field => field.value(row)))]
  const widths = fields.map(({ width }, index) => Math.max(width, ...table.map(cells => cells[index]?.length ?? 0)))
  for (const cells of table) {
    const aligned = cells.map((cell, index) => {
      if (fields[index]?.left !== true) return cell.padStart(widths[index] ?? 0)
      return index === fields.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)
    })
    tool.print(`${aligned.join(' ')}\n`)
  }
}
