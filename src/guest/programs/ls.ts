import { Errno } from '../errno.js'
import { encodeName } from '../files/names.js'
import type { FileStat } from '../files/stat.js'
import { blocksText, type Entry, isLong, listing } from './ls-listing.js'
import type { GivenOptions } from './options.js'
import { quoted } from './quote.js'
import { type Tool, tool } from './tool.js'

const OPTIONS = [
  'a,all',
  'A,almost-all',
  '1',
  'd,directory',
  'F,classify',
  'g',
  'G,no-group',
  'h,human-readable',
  'i,inode',
  'l',
  'full-time',
  'L,dereference',
  'n,numeric-uid-gid',
  'o',
  'p',
  'r,reverse',
  's,size',
  'S',
  't',
  'U',
]
/** What ls exits with when something named on the command line is wrong. */
const SERIOUS = 2

export const ls = tool(tool => {
  const options = tool.options(OPTIONS, { usageCode: SERIOUS })
  const operands = options.operands.length === 0 ? ['.'] : options.operands
  const entries = operands.flatMap(
    name =>
      tool.get(
        () => operandEntry(tool, options, name),
        text => `cannot access ${quoted(name)}: ${text}`,
        SERIOUS,
      ) ?? [],
  )
  const isDirectory = ({ stat }: Entry) => stat.kind === 'directory' && !options.has('d')
  const files = sorted(
    options,
    entries.filter(entry => !isDirectory(entry)),
  )
  const directories = sorted(options, entries.filter(isDirectory))
  if (files.length > 0) tool.print(listing(tool, options, files), directories.length > 0 ? '\n' : '')
  let separator = ''
  for (const { name } of directories) {
    const content = tool.get(
      () => readDirectory(tool, options, name),
      text => `cannot open directory ${quoted(name)}: ${text}`,
      SERIOUS,
    )
    if (content === undefined) continue
    if (operands.length > 1) tool.print(`${separator}${name}:\n`)
    separator = '\n'
    if (isLong(options) || options.has('s')) tool.print(`total ${total(options, content)}\n`)
    tool.print(listing(tool, options, sorted(options, content)))
  }
})

/** A link on the command line stands for the directory that it leads to, unless it is the link that shall be described. */
function operandEntry(tool: Tool, options: GivenOptions, name: string): Entry {
  const itself = isLong(options) || options.has('d') || options.last('F', 'p') === 'F'
  const path = tool.path(name)
  if (options.has('L')) return { name, path, stat: tool.files.stat(path, tool.cred) }
  if (itself) return { name, path, stat: tool.files.lstat(path, tool.cred) }
  try {
    const stat = tool.files.stat(path, tool.cred)
    if (stat.kind === 'directory') return { name, path, stat }
  } catch (error) {
    // One that leads nowhere is shown all the same.
    if (!(error instanceof Errno) || error.code !== 'ENOENT') throw error
  }
  return { name, path, stat: tool.files.lstat(path, tool.cred) }
}

function readDirectory(tool: Tool, options: GivenOptions, name: string): Entry[] {
  const directory = tool.path(name)
  const names = tool.files.readdir(directory, tool.cred)
  const all = options.last('a', 'A')
  const shown = all === undefined ? names.filter(name => !name.startsWith('.')) : names
  return [...(all === 'a' ? ['.', '..'] : []), ...shown].flatMap(name => {
    const path = `${directory.replace(/\/$/, '')}/${name}`
    const look = (): FileStat =>
      options.has('L') && tool.files.exists(path, tool.cred)
        ? tool.files.stat(path, tool.cred)
        : tool.files.lstat(path, tool.cred)
    const stat = tool.get(look, text => `cannot access ${quoted(path)}: ${text}`)
    return stat === undefined ? [] : [{ name, path, stat }]
  })
}

function sorted(options: GivenOptions, entries: readonly Entry[]): Entry[] {
  const by = options.last('t', 'S', 'U')
  if (by === 'U') return [...entries]
  const byName = (a: Entry, b: Entry) => Buffer.compare(encodeName(a.name), encodeName(b.name))
  const descending = (a: bigint, b: bigint) => (a === b ? 0 : a > b ? -1 : 1)
  const result = entries.toSorted((a, b) => {
    if (by === 't') return descending(a.stat.mtime, b.stat.mtime) || byName(a, b)
    return by === 'S' ? descending(a.stat.size, b.stat.size) || byName(a, b) : byName(a, b)
  })
  return options.has('r') ? result.reverse() : result
}

function total(options: GivenOptions, entries: readonly Entry[]): string {
  return blocksText(
    options,
    entries.reduce((sum, { stat }) => sum + stat.blocks, 0n),
  )
}
