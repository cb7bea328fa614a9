import { Errno } from '../errno.js'
import type { FileStat } from '../files/stat.js'
import { copy } from './copy.js'
import { EVERYTHING } from './cp-preserve.js'
import type { GivenOptions } from './options.js'
import { quoted } from './quote.js'
import { remove } from './remove.js'
import { isSameFile, lookAt, type Pair, TARGET_OPTIONS, targets, whyUnreachable } from './targets.js'
import { type Tool, tool } from './tool.js'

const OPTIONS = ['f,force', 'n,no-clobber', 'v,verbose', ...TARGET_OPTIONS]
/** What the real one knows besides. */
const OTHERS = ['backup?', 'b', 'i,interactive', 'strip-trailing-slashes', 'S,suffix=', 'u,update', 'Z,context']

export const mv = tool(tool => {
  const options = tool.options(OPTIONS, { others: OTHERS })
  for (const pair of targets(tool, options)) moveOne(tool, pair, options)
})

function moveOne(tool: Tool, { from, to }: Pair, options: GivenOptions): void {
  const { files, cred } = tool
  const source = tool.get(
    () => files.lstat(tool.path(from), cred),
    text => `cannot stat ${quoted(from)}: ${text}`,
  )
  if (source === undefined) return
  const unreachable = whyUnreachable(tool, to)
  if (unreachable !== undefined) {
    tool.warn(`cannot stat ${quoted(to)}: ${unreachable}`)
    return
  }
  const target = lookAt(tool, to)
  if (target !== undefined) {
    if (options.last('f', 'n') === 'n') return
    const complaint = refusal(tool, { from, to }, source, target)
    if (complaint !== undefined) {
      tool.warn(complaint)
      return
    }
  }
  try {
    files.rename(tool.path(from), tool.path(to), cred)
    if (options.has('v')) tool.print(`renamed ${quoted(from)} -> ${quoted(to)}\n`)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    if (error.code === 'EXDEV') moveAcross(tool, { from, to }, options.has('v'))
    else if (error.code === 'EINVAL') {
      tool.warn(`cannot move ${quoted(from)} to a subdirectory of itself, ${quoted(to)}`)
    } else tool.warn(`cannot move ${quoted(from)} to ${quoted(to)}: ${error.text}`)
  }
}

function refusal(tool: Tool, { from, to }: Pair, source: FileStat, target: FileStat): string | undefined {
  // A link may be overwritten with what it leads to, but not the other way round.
  const same = target.kind !== 'symlink' && isSameFile(tool, from, to)
  if (same || tool.path(from) === tool.path(to)) return `${quoted(from)} and ${quoted(to)} are the same file`
  if (source.kind === 'directory' && target.kind !== 'directory') {
    return `cannot overwrite non-directory ${quoted(to)} with directory ${quoted(from)}`
  }
  if (source.kind !== 'directory' && target.kind === 'directory') {
    return `cannot overwrite directory ${quoted(to)} with non-directory`
  }
  return undefined
}

/** Between file systems moving is copying and removing. */
function moveAcross(tool: Tool, pair: Pair, verbose: boolean): void {
  const copying = {
    recursive: true,
    preserve: new Set(EVERYTHING),
    follow: 'never',
    force: true,
    noClobber: false,
  } as const
  if (!copy(tool, pair, { ...copying, verbose })) return
  remove(tool, pair.from, { recursive: true, directories: true, force: false, verbose })
}
