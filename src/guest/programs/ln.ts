import { Errno } from '../errno.js'
import type { GivenOptions } from './options.js'
import { quoted, quotedIfNeeded } from './quote.js'
import {
  baseName,
  isDirectory,
  joinName,
  lookAt,
  type Pair,
  TARGET_OPTIONS,
  targets,
  whyUnreachable,
} from './targets.js'
import { type Tool, tool } from './tool.js'

const OPTIONS = ['f,force', 'n,no-dereference', 's,symbolic', 'v,verbose', ...TARGET_OPTIONS]

/** What the real one knows besides. */
const OTHERS = ['backup?', 'b', 'd,F,directory', 'i,interactive', 'L,logical', 'P,physical', 'r,relative', 'S,suffix=']

export const ln = tool(tool => {
  const options = tool.options(OPTIONS, { others: OTHERS })
  for (const pair of pairs(tool, options)) linkOne(tool, pair, options)
})

/** One operand alone is linked into the working directory. */
function pairs(tool: Tool, options: GivenOptions): readonly Pair[] {
  const [from, to, third] = options.operands
  if (from !== undefined && to === undefined && !options.has('t') && !options.has('T')) {
    return [{ from, to: joinName('.', baseName(from)) }]
  }
  // With -n a link to a directory is no directory.
  const replaces = options.has('n') && third === undefined && to !== undefined && !options.has('t')
  if (replaces && isDirectory(tool, to) && tool.files.lstat(tool.path(to), tool.cred).kind === 'symlink') {
    return [{ from: from ?? '', to }]
  }
  return targets(tool, options)
}

function linkOne(tool: Tool, { from, to }: Pair, options: GivenOptions): void {
  const { files, cred } = tool
  const symbolic = options.has('s')
  if (!symbolic && !checkSource(tool, from)) return
  const unreachable = options.has('f') ? whyUnreachable(tool, to) : undefined
  if (unreachable !== undefined) {
    tool.warn(`failed to access ${quoted(to)}: ${unreachable}`)
    return
  }
  const path = tool.path(to)
  const create = () => (symbolic ? files.symlink(from, path, cred) : files.link(tool.path(from), path, cred))
  try {
    try {
      create()
    } catch (error) {
      if (!(error instanceof Errno) || error.code !== 'EEXIST' || !options.has('f')) throw error
      if (files.lstat(path, cred).kind === 'directory') {
        tool.warn(`${quotedIfNeeded(to)}: cannot overwrite directory`)
        return
      }
      if (isSame(tool, { from, to }, symbolic)) {
        tool.warn(`${quoted(from)} and ${quoted(to)} are the same file`)
        return
      }
      files.unlink(path, cred)
      create()
    }
    if (options.has('v')) tool.print(`${quoted(to)} ${symbolic ? '->' : '=>'} ${quoted(from)}\n`)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    tool.warn(complaint(symbolic, from, to, error))
  }
}

/** A link in place of what it leads to would lead nowhere; another name of the same file may be replaced. */
function isSame(tool: Tool, { from, to }: Pair, symbolic: boolean): boolean {
  const { files, cred } = tool
  const source = tool.path(from)
  if (symbolic && !files.exists(source, cred)) return false
  const stat = symbolic ? files.stat(source, cred) : files.lstat(source, cred)
  if (stat.ino !== lookAt(tool, to)?.ino) return false
  return stat.nlink === 1 || source === tool.path(to)
}

function checkSource(tool: Tool, from: string): boolean {
  const stat = tool.get(
    () => tool.files.lstat(tool.path(from), tool.cred),
    text => `failed to access ${quoted(from)}: ${text}`,
  )
  if (stat?.kind === 'directory') tool.warn(`${quotedIfNeeded(from)}: hard link not allowed for directory`)
  return stat !== undefined && stat.kind !== 'directory'
}

/** Where the link would have led is mentioned only if that can be the trouble. */
function complaint(symbolic: boolean, from: string, to: string, { code, text }: Errno): string {
  const what = `failed to create ${symbolic ? 'symbolic' : 'hard'} link`
  if (symbolic) {
    const target = from === '' || code === 'ENAMETOOLONG' ? ` -> ${quoted(from)}` : ''
    return `${what} ${quoted(to)}${target}: ${text}`
  }
  if (code === 'EMLINK') return `${what} to ${quoted(from)}: ${text}`
  const source = code === 'EEXIST' || code === 'ENOSPC' || code === 'EROFS' ? '' : ` => ${quoted(from)}`
  return `${what} ${quoted(to)}${source}: ${text}`
}
