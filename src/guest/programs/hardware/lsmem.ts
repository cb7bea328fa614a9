import type { Guest } from '../../guest.js'
import type { MemoryBlock } from '../../memory-blocks.js'
import { sizeText } from '../storage/sizes.js'
import { type Column, leaf, printTable } from '../storage/table.js'
import { chooseColumns, exclude, formOf, refuse } from '../storage/table-options.js'
import { tool } from '../tool.js'

const DECLARED = [
  ...[
    'a,all',
    'b,bytes',
    'J,json',
    'n,noheadings',
    'o,output=',
    'output-all',
    'P,pairs',
    'r,raw',
    'S,split=',
    's,sysroot=',
  ],
  'summary?',
]
const USUAL = ['RANGE', 'SIZE', 'STATE', 'REMOVABLE', 'BLOCK']
const SUMMARIES = ['never', 'always', 'only']

/** Blocks in a row that are alike. */
interface Range {
  readonly first: bigint
  readonly last: bigint
  readonly online: boolean
  readonly canOffline: boolean
}

/** util-linux's lsmem(1). */
export const lsmem = tool(
  tool => {
    const options = tool.options(DECLARED)
    refuse(tool, options, ['output-all', 'S', 's'])
    exclude(tool, options, ['J', 'P', 'r'], '--json --pairs --raw')
    if (options.operands.length > 0) throw tool.usage('bad usage')
    const { guest } = tool
    const asked = options.has('summary') ? (options.value('summary') ?? 'only') : undefined
    if (asked !== undefined && !SUMMARIES.includes(asked)) throw tool.fail(`unsupported --summary argument`)
    const exact = options.has('b')
    const columns = chooseColumns(tool, options.value('o'), columnsOf(guest, exact), USUAL, ['NODE', 'ZONES'])
    if (guest.memory.blockSize === 0n) {
      throw tool.fail('cannot open /sys/devices/system/memory: No such file or directory')
    }
    const form = formOf(options)
    if (asked !== 'only') {
      const rows = ranges(guest, options.has('a')).map(leaf)
      const style = { form, headings: !options.has('n'), ascii: true, name: 'memory' }
      tool.print(printTable(columns, rows, style))
    }
    if (asked === 'only' || (asked !== 'never' && form === 'columns')) {
      if (asked !== 'only') tool.print('\n')
      tool.print(summary(guest, exact))
    }
  },
  { shortName: true },
)

function ranges(guest: Guest, each: boolean): Range[] {
  const result: Range[] = []
  const blocks = guest.memory.list().toSorted((a, b) => (a.index < b.index ? -1 : 1))
  for (const { index, online, canOffline } of blocks) {
    const last = result.at(-1)
    const joins = last !== undefined && last.last === index - 1n && isLike(last, { index, online, canOffline })
    if (joins && !each) result[result.length - 1] = { ...last, last: index }
    else result.push({ first: index, last: index, online, canOffline })
  }
  return result
}

function isLike(range: Range, block: MemoryBlock): boolean {
  return range.online === block.online && range.canOffline === block.canOffline
}

function columnsOf({ memory: { blockSize } }: Guest, exact: boolean): Column<Range>[] {
  const address = (bytes: bigint) => `0x${bytes.toString(16).padStart(16, '0')}`
  return [
    {
      name: 'RANGE',
      value: ({ first, last }) => `${address(first * blockSize)}-${address((last + 1n) * blockSize - 1n)}`,
    },
    {
      ...{ name: 'SIZE', right: true, hint: 5, ...(exact && { json: 'number' as const }) },
      value: ({ first, last }) => sizeText((last - first + 1n) * blockSize, exact),
    },
    { name: 'STATE', right: true, value: ({ online }) => (online ? 'online' : 'offline') },
    { name: 'REMOVABLE', right: true, json: 'boolean', value: ({ canOffline }) => (canOffline ? 'yes' : 'no') },
    { name: 'BLOCK', right: true, value: ({ first, last }) => (first === last ? `${first}` : `${first}-${last}`) },
  ]
}

function summary({ memory }: Guest, exact: boolean): string {
  const blocks = memory.list()
  const online = BigInt(blocks.filter(block => block.online).length)
  const rows = [
    ['Memory block size:', memory.blockSize],
    ['Total online memory:', online * memory.blockSize],
    ['Total offline memory:', (BigInt(blocks.length) - online) * memory.blockSize],
  ] as const
  return rows.map(([name, size]) => `${name.padEnd(23)} ${sizeText(size, exact).padStart(exact ? 15 : 5)}\n`).join('')
}
