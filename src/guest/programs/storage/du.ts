import { unlessErrno } from '../../errno.js'
import type { FileStat } from '../../files/stat.js'
import { deviceOf, mountOf } from '../devices.js'
import type { GivenOptions } from '../options.js'
import { quoted, quotedWord } from '../quote.js'
import { type Tool, tool } from '../tool.js'
import { type BlockSize, blocks, HUMAN, KIBI, parseBlockSize, SI } from './block-size.js'
import { refuse } from './table-options.js'

const DECLARED = [
  ...[
    '0,null',
    'a,all',
    'apparent-size',
    'B,block-size=',
    'b,bytes',
    'c,total',
    'D,dereference-args',
    'H',
    'd,max-depth=',
  ],
  ...['files0-from=', 'h,human-readable', 'inodes', 'k', 'L,dereference', 'l,count-links', 'm', 'P,no-dereference'],
  ...['S,separate-dirs', 'si', 's,summarize', 't,threshold=', 'time?', 'time-style=', 'X,exclude-from=', 'exclude='],
  'x,one-file-system',
]
const UNDONE = ['D', 'H', 'files0-from', 'L', 't', 'time', 'time-style', 'X', 'exclude']
const SECTOR = 512n

/** coreutils' du(1). */
export const du = tool(tool => {
  const options = tool.options(DECLARED)
  refuse(tool, options, UNDONE)
  const depth = depthOf(tool, options)
  const size = blockSizeOf(tool, options)
  const isApparent = options.has('b') || options.has('apparent-size')
  const seen = new Set<string>()
  const end = options.has('0') ? '\0' : '\n'
  const print = (amount: bigint, name: string) => {
    const text = options.has('inodes') && !size.human ? String(amount) : blocks(amount, size)
    tool.print(`${text}\t${name}`, end === '\0' ? new Uint8Array(1) : end)
  }
  const measure = (stat: FileStat): bigint => {
    if (options.has('inodes')) return 1n
    // What a directory says of its own size is none of its files'.
    if (isApparent) return stat.kind === 'file' || stat.kind === 'symlink' || stat.kind === 'directory' ? stat.size : 0n
    return stat.blocks * SECTOR
  }
  let total = 0n
  for (const operand of options.operands.length === 0 ? ['.'] : options.operands) {
    total += walk(operand.replace(/(.)\/+$/, '$1'), tool.path(operand), 0, undefined)?.amount ?? 0n
  }
  if (options.has('c')) print(total, 'total')

  /** What has vanished since its name was read is told, and counts as nothing. */
  function walk(name: string, path: string, level: number, device: string | undefined): Measured | undefined {
    const stat = tool.get(
      () => tool.files.lstat(path, tool.cred),
      text => `cannot access ${quoted(name)}: ${text}`,
    )
    if (stat === undefined) return undefined
    const own = numberOf(tool, path)
    if (options.has('x') && device !== undefined && own !== device) return undefined
    const id = `${own}/${stat.ino}`
    const isKnown = seen.has(id) && (stat.kind === 'directory' || !options.has('l') || level === 0)
    if (isKnown && (stat.nlink > 1 || level === 0)) return undefined
    seen.add(id)
    let amount = measure(stat)
    let below = 0n
    if (stat.kind === 'directory') {
      const children = tool.get(
        () => tool.files.readdir(path, tool.cred),
        text => `cannot read directory ${quoted(name)}: ${text}`,
      )
      for (const child of children ?? []) {
        const full = `${path.replace(/\/$/, '')}/${child}`
        const part = walk(`${name.replace(/\/$/, '')}/${child}`, full, level + 1, own)
        if (part === undefined) continue
        if (part.isDirectory && options.has('S')) below += part.amount
        else amount += part.amount
      }
    }
    const isShown = level === 0 || (level <= depth && (stat.kind === 'directory' || options.has('a')))
    if (isShown) print(amount, name)
    return { amount: level === 0 ? amount + below : amount, isDirectory: stat.kind === 'directory' }
  }
})

interface Measured {
  readonly amount: bigint
  readonly isDirectory: boolean
}

function depthOf(tool: Tool, options: GivenOptions): number {
  const text = options.value('d')
  if (text !== undefined && !/^\d+$/.test(text)) throw tool.usage(`invalid maximum depth ${quotedWord(text)}`)
  if (!options.has('s')) return text === undefined ? Number.POSITIVE_INFINITY : Number(text)
  if (options.has('a')) throw tool.usage('cannot both summarize and show all entries')
  if (text === '0') tool.stderr.add(`${tool.name}: warning: summarizing is the same as using --max-depth=0\n`)
  else if (text !== undefined) throw tool.usage(`warning: summarizing conflicts with --max-depth=${Number(text)}`)
  return 0
}

function blockSizeOf(tool: Tool, options: GivenOptions): BlockSize {
  const which = options.last('B', 'b', 'h', 'k', 'm', 'si')
  if (which === 'B') return parseBlockSize(tool, options.value('B') ?? '')
  if (which === 'b') return { ...KIBI, unit: 1n }
  if (which === 'h') return HUMAN
  if (which === 'si') return SI
  return which === 'm' ? { ...KIBI, unit: 1_048_576n } : KIBI
}

/** What tells the file system of a path from others. */
function numberOf(tool: Tool, path: string): string {
  const directory = path.slice(0, path.lastIndexOf('/')) || '/'
  // Links of /proc lead to what has no path: a pipe, a file that was deleted.
  const real = unlessErrno(() => tool.files.realpath(path)) ?? directory
  const { major, minor } = deviceOf(tool.guest, mountOf(tool.guest, real))
  return `${major}:${minor}`
}
