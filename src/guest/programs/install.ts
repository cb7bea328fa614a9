/** coreutils' install(1): copies with a mode and an owner, or makes directories. */
import type { FileStat } from '../files/stat.js'
import { copyBytes } from './copy-bytes.js'
import { type ModeChange, parseMode } from './mode-change.js'
import type { GivenOptions } from './options.js'
import { quoted } from './quote.js'
import { baseName, isDirectory, isSameFile, joinName, lookAt, type Pair, targets } from './targets.js'
import { type Tool, tool } from './tool.js'

const OPTIONS = [
  ...['c', 'd,directory', 'D', 'g,group=', 'm,mode=', 'o,owner=', 'p,preserve-timestamps', 't,target-directory='],
  ...['T,no-target-directory', 'v,verbose'],
]
/** What the real one knows besides. */
const OTHERS = [
  ...['backup?', 'b', 'C,compare', 's,strip', 'strip-program=', 'S,suffix=', 'preserve-context', 'Z', 'context?'],
]
const DEFAULT_MODE = 0o755

interface Settings {
  readonly mode: ModeChange
  readonly uid: number | undefined
  readonly gid: number | undefined
  readonly verbose: boolean
}

export const install = tool(tool => {
  const options = tool.options(OPTIONS, { others: OTHERS })
  if (options.operands.length === 0) throw tool.usage('missing file operand')
  const mode = options.value('m')
  const change = mode === undefined ? () => DEFAULT_MODE : parseMode(mode, 0)
  if (change === undefined) throw tool.fail(`invalid mode ${quoted(mode ?? '')}`)
  const settings: Settings = { mode: change, verbose: options.has('v'), ...owner(tool, options) }
  if (options.has('d')) {
    for (const name of options.operands) installDirectory(tool, name, settings)
    return
  }
  for (const pair of pairs(tool, options, settings.verbose)) installFile(tool, pair, settings, options.has('p'))
})

function owner(tool: Tool, options: GivenOptions): Pick<Settings, 'uid' | 'gid'> {
  const { users } = tool.guest
  const find = (letter: 'o' | 'g', what: string, byName: (name: string) => number | undefined) => {
    const name = options.value(letter)
    if (name === undefined) return undefined
    const id = byName(name) ?? (/^\d+$/.test(name) ? Number(name) : undefined)
    if (id === undefined) throw tool.fail(`invalid ${what} ${quoted(name)}`)
    return id
  }
  return {
    uid: find('o', 'user', name => users.byName(name)?.uid),
    gid: find('g', 'group', name => users.groups().find(group => group.name === name)?.gid),
  }
}

/** With -D what leads to the target is made before that is looked at. */
function pairs(tool: Tool, options: GivenOptions, verbose: boolean): readonly Pair[] {
  const directory = options.value('t')
  if (directory !== undefined) {
    if (options.has('D')) makeAncestors(tool, joinName(directory, ''), verbose)
    const stat = tool.get(
      () => tool.files.stat(tool.path(directory), tool.cred),
      text => `failed to access ${quoted(directory)}: ${text}`,
    )
    if (stat === undefined) throw tool.exit(1)
    return targets(tool, options)
  }
  const [from, to, more] = options.operands
  if (options.has('D') && from !== undefined && to !== undefined && more === undefined && !isDirectory(tool, to)) {
    makeAncestors(tool, to, verbose)
  }
  return targets(tool, options)
}

/** What stands before the last slash. */
function makeAncestors(tool: Tool, name: string, verbose: boolean): void {
  const parts = name.split('/').slice(0, -1)
  for (const index of parts.keys()) {
    const part = parts.slice(0, index + 1).join('/')
    if (part !== '' && !isDirectory(tool, part)) makeDirectory(tool, part, verbose)
  }
}

function makeDirectory(tool: Tool, name: string, verbose: boolean): void {
  const made = tool.attempt(
    () => tool.files.mkdir(tool.path(name), { mode: DEFAULT_MODE }, tool.cred),
    text => `cannot create directory ${quoted(name)}: ${text}`,
  )
  if (!made) throw tool.exit(1)
  if (verbose) tool.print(`${tool.name}: creating directory ${quoted(name)}\n`)
}

/** Only the last one gets the mode and the owner, also if it is there already. */
function installDirectory(tool: Tool, name: string, settings: Settings): void {
  const bare = name.replace(/(.)\/+$/, '$1')
  makeAncestors(tool, bare, settings.verbose)
  if (!isDirectory(tool, bare)) makeDirectory(tool, bare, settings.verbose)
  finish(tool, bare, settings, true)
}

function installFile(tool: Tool, { from, to }: Pair, settings: Settings, keepsTimes: boolean): void {
  const { files, cred } = tool
  const source = tool.get(
    () => files.stat(tool.path(from), cred),
    text => `cannot stat ${quoted(from)}: ${text}`,
  )
  if (source === undefined) return
  const complaint = refusal(tool, { from, to }, source)
  if (complaint !== undefined) {
    tool.warn(complaint)
    return
  }
  // The old one goes first, so that a program which is running keeps what it has.
  if (lookAt(tool, to) !== undefined) {
    const removed = tool.attempt(
      () => files.unlink(tool.path(to), cred),
      text => `cannot remove ${quoted(to)}: ${text}`,
    )
    if (!removed) return
    if (settings.verbose) tool.print(`removed ${quoted(to)}\n`)
  }
  // It says so before it tries.
  if (settings.verbose) tool.print(`${quoted(from)} -> ${quoted(to)}\n`)
  if (!copyBytes(tool, { from, to }, 0o600, false)) return
  finish(tool, to, settings, false)
  if (keepsTimes) files.utimes(tool.path(to), source.atime, source.mtime, cred)
}

function refusal(tool: Tool, { from, to }: Pair, source: FileStat): string | undefined {
  if (source.kind === 'directory') return `omitting directory ${quoted(baseName(from) === '' ? '/' : from)}`
  if (isDirectory(tool, to)) return `cannot overwrite directory ${quoted(to)} with non-directory`
  return isSameFile(tool, from, to) ? `${quoted(from)} and ${quoted(to)} are the same file` : undefined
}

/** The owner first, for giving a file away takes the set-id bits from it. */
function finish(tool: Tool, name: string, { mode, uid, gid }: Settings, isDirectory: boolean): void {
  const { files, cred } = tool
  const path = tool.path(name)
  const before = files.stat(path, cred)
  if (uid !== undefined || gid !== undefined) {
    const owned = tool.attempt(
      () => files.chown(path, uid ?? before.uid, gid ?? before.gid, cred),
      text => `cannot change ownership of ${quoted(name)}: ${text}`,
    )
    if (!owned) return
  }
  tool.attempt(
    () => files.chmod(path, mode(0, isDirectory), cred),
    text => `setting permissions for ${quoted(name)}: ${text}`,
  )
}
