import { cpuinfo } from '../../kernel/proc-cpu.js'
import type { Vcpu } from '../../vcpus.js'
import type { GivenOptions } from '../options.js'
import { type Column, leaf, printTable } from '../storage/table.js'
import { chooseColumns, exclude, refuse } from '../storage/table-options.js'
import { type Tool, tool } from '../tool.js'
import { cpuList, cpuMask } from './cpu-lists.js'

const DECLARED = [
  ...[
    'a,all',
    'b,online',
    'B,bytes',
    'C,caches?',
    'c,offline',
    'e,extended?',
    'J,json',
    'p,parse?',
    'x,hex',
    's,sysroot=',
  ],
  ...['y,physical', 'hierarchic?', 'output-all'],
]
const OTHER_COLUMNS = [
  ...['BOOK', 'DRAWER', 'CACHE', 'POLARIZATION', 'ADDRESS', 'CONFIGURED', 'MAXMHZ', 'MINMHZ', 'MHZ', 'SCALMHZ%'],
  ...['BOGOMIPS', 'CLUSTER', 'MODELNAME'],
]
const PARSABLE =
  '# The following is the parsable format, which can be fed to other\n' +
  '# programs. Each different item in every column has an unique ID\n' +
  '# starting usually from zero.\n'

interface Field {
  readonly name: string
  readonly text: string
}

/** util-linux's lscpu(1), of what /proc/cpuinfo and sysfs have. */
export const lscpu = tool(
  tool => {
    const options = tool.options(DECLARED)
    refuse(tool, options, ['C', 's', 'y', 'hierarchic', 'output-all'])
    exclude(tool, options, ['C', 'e', 'p'], '--caches --extended --parse')
    exclude(tool, options, ['a', 'b', 'c'], '--all --online --offline')
    if (options.operands.length > 0) throw tool.usage('bad usage')
    if (options.has('e') || options.has('p')) {
      tool.print(options.has('p') ? parsable(tool, options) : extended(tool, options))
      return
    }
    if (['a', 'b', 'c'].some(name => options.has(name))) {
      throw tool.fail('options --all, --online and --offline may only be used with options --extended or --parse.')
    }
    tool.print(summary(tool, options))
  },
  { shortName: true },
)

function summary({ guest }: Tool, options: GivenOptions): string {
  const info = new Map(
    Array.from(cpuinfo(guest).matchAll(/^([^\t:]+)\t*: (.*)$/gm), ([, name = '', value = '']) => [name, value]),
  )
  const all = guest.vcpus.list()
  const ids = (online: boolean) => all.filter(vcpu => vcpu.online === online).map(({ id }) => id)
  const set = (set: readonly number[]) => (options.has('x') ? cpuMask(set) : cpuList(set))
  const kind = options.has('x') ? 'mask' : 'list'
  const offline = ids(false)
  const flags = info.get('flags')?.split(' ') ?? []
  const rows: [string, string | undefined][] = [
    ['Architecture', guest.config.kernel.machine],
    ['CPU op-mode(s)', flags.includes('lm') ? '32-bit, 64-bit' : '32-bit'],
    ['Address sizes', info.get('address sizes')],
    ['Byte Order', 'Little Endian'],
    ['CPU(s)', String(all.length)],
    [`On-line CPU(s) ${kind}`, set(ids(true))],
    [`Off-line CPU(s) ${kind}`, offline.length === 0 ? undefined : set(offline)],
    ['Vendor ID', info.get('vendor_id')],
    ['Model name', info.get('model name')],
    ['CPU family', info.get('cpu family')],
    ['Model', info.get('model')],
    ['Thread(s) per core', '1'],
    ['Core(s) per socket', '1'],
    ['Socket(s)', String(ids(true).length)],
    ['Stepping', info.get('stepping')],
    ['BogoMIPS', info.get('bogomips')],
    ['Flags', info.get('flags')],
    ['Hypervisor vendor', flags.includes('hypervisor') ? 'KVM' : undefined],
    ['Virtualization type', flags.includes('hypervisor') ? 'full' : undefined],
    ['NUMA node(s)', '1'],
    ['NUMA node0 CPU(s)', set(ids(true))],
  ]
  const fields = rows.flatMap(([name, text]) => (text === undefined ? [] : [{ name: `${name}:`, text }]))
  const columns: Column<Field>[] = [
    { name: 'field', value: ({ name }) => name },
    { name: 'data', value: ({ text }) => text },
  ]
  const form = options.has('J') ? 'json' : 'columns'
  return printTable(columns, fields.map(leaf), { form, headings: false, ascii: true, name: 'lscpu' })
}

function cpuColumns(): Column<Vcpu>[] {
  // What is offline is in no socket.
  const number = (name: string, value: (vcpu: Vcpu) => number): Column<Vcpu> => ({
    ...{ name, right: true, json: 'number' },
    value: vcpu => (vcpu.online || name === 'CPU' ? String(value(vcpu)) : '-'),
  })
  return [
    number('CPU', ({ id }) => id),
    number('NODE', () => 0),
    number('SOCKET', ({ id }) => id),
    number('CORE', ({ id }) => id),
    { name: 'ONLINE', right: true, json: 'boolean', value: ({ online }) => (online ? 'yes' : 'no') },
  ]
}

function chosen(tool: Tool, options: GivenOptions, usual: boolean): readonly Vcpu[] {
  const wanted = options.last('a', 'b', 'c')
  return tool.guest.vcpus.list().filter(({ online }) => {
    if (wanted === 'b') return online
    if (wanted === 'c') return !online
    return wanted === 'a' || usual || online
  })
}

function extended(tool: Tool, options: GivenOptions): string {
  const usual = ['CPU', 'NODE', 'SOCKET', 'CORE', 'ONLINE']
  const columns = chooseColumns(tool, options.value('e')?.replace(/^=/, ''), cpuColumns(), usual, OTHER_COLUMNS)
  const rows = chosen(tool, options, true).map(leaf)
  const form = options.has('J') ? 'json' : 'columns'
  return printTable(columns, rows, { form, headings: true, ascii: true, name: 'cpus' })
}

function parsable(tool: Tool, options: GivenOptions): string {
  const usual = ['CPU', 'CORE', 'SOCKET', 'NODE']
  const columns = chooseColumns(tool, options.value('p')?.replace(/^=/, ''), cpuColumns(), usual, OTHER_COLUMNS)
  const heading = columns.map(({ name }) => (name === 'CPU' ? name : name.charAt(0) + name.slice(1).toLowerCase()))
  const cell = (column: Column<Vcpu>, vcpu: Vcpu) => {
    if (column.name === 'ONLINE') return vcpu.online ? 'Y' : 'N'
    const text = String(column.value(vcpu) ?? '')
    return text === '-' ? '' : text
  }
  const rows = chosen(tool, options, false).map(vcpu => `${columns.map(column => cell(column, vcpu)).join(',')}\n`)
  return `${PARSABLE}# ${heading.join(',')}\n${rows.join('')}`
}
