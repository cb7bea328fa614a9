import { Errno } from '../errno.js'
import { encodeName } from '../files/names.js'
import type { FileStat } from '../files/stat.js'
import { blocksText, type Entry, isLong, isTimeStyle, listing } from './ls-listing.js'
import type { GivenOptions } from './options.js'
import { quoted } from './quote.js'
import { joinName } from './targets.js'
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
  'N,literal',
  'R,recursive',
  'color?',
  'group-directories-first',
  'time-style=',
]
/** What the real one knows besides. */
const OTHERS = [
  ...['author', 'b,escape', 'block-size=', 'B,ignore-backups', 'c', 'C', 'D,dired', 'f', 'file-type', 'format=', 'si'],
  ...['H,dereference-command-line', 'dereference-command-line-symlink-to-dir', 'hide=', 'hyperlink?', 'I,ignore='],
  ...['indicator-style=', 'k,kibibytes', 'm', 'q,hide-control-chars', 'show-control-chars', 'Q,quote-name'],
  ...['quoting-style=', 'sort=', 'time=', 'T,tabsize=', 'u', 'v', 'w,width=', 'x', 'X', 'Z,context', 'zero'],
]
/** What ls exits with when something named on the command line is wrong. */
const SERIOUS = 2

export const ls = tool(tool => {
  const options = tool.options(OPTIONS, { usageCode: SERIOUS, others: OTHERS })
  checkWords(tool, options)
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
  const withHeadings = operands.length > 1 || options.has('R')
  let separator = ''
  for (const { name } of directories) show(name)

  function show(name: string): void {
    const content = tool.get(
      () => readDirectory(tool, options, name),
      text => `cannot open directory ${quoted(name)}: ${text}`,
      SERIOUS,
    )
    if (content === undefined) return
    if (withHeadings) tool.print(`${separator}${name}:\n`)
    separator = '\n'
    if (isLong(options) || options.has('s')) tool.print(`total ${total(options, content)}\n`)
    const shown = sorted(options, content)
    tool.print(listing(tool, options, shown))
    if (!options.has('R')) return
    for (const { name: child, stat } of shown) {
      if (stat.kind === 'directory' && child !== '.' && child !== '..') show(joinName(name, child))
    }
  }
})

/** Options whose argument is one of a few words. */
function checkWords(tool: Tool, options: GivenOptions): void {
  const color = options.value('color')
  // No output of a guest is a terminal: there auto colours nothing.
  if (options.has('color') && !/^(?:auto|tty|if-tty|never|no|none)$/.test(color ?? 'always')) {
    throw tool.fail("mockvm doesn't do --color=always yet", SERIOUS)
  }
  const style = options.value('time-style')
  if (style === undefined || !isLong(options) || isTimeStyle(style)) return
  tool.warn(`invalid argument ${quoted(style)} for 'time style'`, SERIOUS)
  tool.stderr.add(
    'Valid arguments are:\n  - [posix-]full-iso\n  - [posix-]long-iso\n  - [posix-]iso\n  - [posix-]locale\n' +
      "  - +FORMAT (e.g., +%H:%M) for a 'date'-style format\n",
  )
  throw tool.usage(undefined, SERIOUS)
}

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
  if (options.has('r')) result.reverse()
  if (!options.has('group-directories-first')) return result
  const isDirectory = ({ stat }: Entry) => stat.kind === 'directory'
  return [...result.filter(isDirectory), ...result.filter(entry => !isDirectory(entry))]
}

function total(options: GivenOptions, entries: readonly Entry[]): string {
  return blocksText(
    options,
    entries.reduce((sum, { stat }) => sum + stat.blocks, 0n),
  )
}
