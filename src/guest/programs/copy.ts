/** Copying what a name stands for: cp(1), and mv(1) between file systems. */
import { Errno } from '../errno.js'
import type { FileStat } from '../files/stat.js'
import type { Answers } from './answers.js'
import { copyBytes } from './copy-bytes.js'
import { UMASK } from './mode-change.js'
import { quoted } from './quote.js'
import { isSameFile, joinName, lookAt, type Pair, whyUnreachable } from './targets.js'
import type { Tool } from './tool.js'

export type Attribute = 'mode' | 'ownership' | 'timestamps'

export interface CopySettings {
  readonly recursive: boolean
  /** What a copy gets besides what is in it. */
  readonly preserve: ReadonlySet<Attribute>
  /** Which links are copied as what they lead to. */
  readonly follow: 'never' | 'operands' | 'always'
  /** A file that can't be opened is removed first. */
  readonly force: boolean
  readonly noClobber: boolean
  /** Of those who are asked before something is overwritten. */
  readonly answers?: Answers
  readonly verbose: boolean
}

/** Whether all of it was copied. */
export function copy(tool: Tool, pair: Pair, settings: CopySettings, top = true): boolean {
  const { from, to } = pair
  const { files, cred } = tool
  const follow = settings.follow === 'always' || (settings.follow === 'operands' && top)
  const stat = tool.get(
    () => (follow ? files.stat(tool.path(from), cred) : files.lstat(tool.path(from), cred)),
    text => `cannot stat ${quoted(from)}: ${text}`,
  )
  if (stat === undefined) return false
  const refused = refusal(tool, pair, stat, settings, follow)
  if (refused !== undefined) {
    if (refused !== '') tool.warn(refused)
    return refused === ''
  }
  if (stat.kind === 'directory') return copyDirectory(tool, pair, stat, settings)
  if (!copyOne(tool, pair, stat, settings)) return false
  if (stat.kind !== 'symlink') preserve(tool, to, stat, settings.preserve)
  return true
}

/** Why it isn't copied: a complaint, or nothing to say; undefined when it is. */
function refusal(
  tool: Tool,
  { from, to }: Pair,
  { kind }: FileStat,
  settings: CopySettings,
  follow: boolean,
): string | undefined {
  const { files, cred } = tool
  if (kind === 'directory' && !settings.recursive) return `-r not specified; omitting directory ${quoted(from)}`
  const unreachable = whyUnreachable(tool, to)
  if (unreachable !== undefined) return `cannot stat ${quoted(to)}: ${unreachable}`
  const path = tool.path(to)
  const itself = lookAt(tool, to)
  if (!follow && itself !== undefined) {
    if (settings.noClobber && kind !== 'directory') return ''
    const source = lookAt(tool, from)
    // Of two links to one file each may be put in place of the other.
    const areLinks = source?.kind === 'symlink' && itself.kind === 'symlink'
    if (source?.ino === itself.ino || (!areLinks && isSameFile(tool, from, to))) {
      return `${quoted(from)} and ${quoted(to)} are the same file`
    }
  }
  if (!files.exists(path, cred)) return undefined
  const target = files.stat(path, cred).kind
  if (settings.noClobber && kind !== 'directory') return ''
  if (follow && isSameFile(tool, from, to)) return `${quoted(from)} and ${quoted(to)} are the same file`
  if (kind === 'directory' && target !== 'directory') {
    return `cannot overwrite non-directory ${quoted(to)} with directory ${quoted(from)}`
  }
  if (kind !== 'directory' && target === 'directory')
    return `cannot overwrite directory ${quoted(to)} with non-directory`
  if (kind !== 'directory' && settings.answers?.agrees(`overwrite ${quoted(to)}`) === false) return ''
  return undefined
}

function copyDirectory(tool: Tool, { from, to }: Pair, stat: FileStat, settings: CopySettings): boolean {
  const { files, cred } = tool
  const path = tool.path(to)
  const isNew = !files.exists(path, cred)
  const source = files.realpath(tool.path(from), cred)
  const parent = path.replace(/\/+[^/]*\/*$/, '') || '/'
  if (isNew && files.exists(parent, cred) && `${files.realpath(parent, cred)}/`.startsWith(`${source}/`)) {
    tool.warn(`cannot copy a directory, ${quoted(from)}, into itself, ${quoted(to)}`)
    return false
  }
  if (isNew) {
    const made = tool.attempt(
      () => files.mkdir(path, { mode: stat.mode | 0o700 }, cred),
      text => `cannot create directory ${quoted(to)}: ${text}`,
    )
    if (!made) return false
    if (settings.verbose) tool.print(`${quoted(from)} -> ${quoted(to)}\n`)
  }
  const children = tool.get(
    () => files.readdir(tool.path(from), cred),
    text => `cannot access ${quoted(from)}: ${text}`,
  )
  const copied = (children ?? []).map(name =>
    copy(tool, { from: joinName(from, name), to: joinName(to, name) }, settings, false),
  )
  if (isNew && !settings.preserve.has('mode')) files.chmod(path, stat.mode & 0o777 & ~UMASK, cred)
  preserve(tool, to, stat, settings.preserve)
  return children !== undefined && !copied.includes(false)
}

function copyOne(tool: Tool, pair: Pair, stat: FileStat, settings: CopySettings): boolean {
  const { files, cred } = tool
  const { from, to } = pair
  const path = tool.path(to)
  // Said before it is tried.
  const announce = () => {
    if (settings.verbose) tool.print(`${quoted(from)} -> ${quoted(to)}\n`)
  }
  // Without -r, what is read from a fifo or a device is what counts.
  if (stat.kind === 'file' || (!settings.recursive && stat.kind !== 'symlink')) {
    announce()
    if (stat.kind === 'file' && !files.exists(path, cred) && lookAt(tool, to)?.kind === 'symlink') {
      tool.warn(`not writing through dangling symlink ${quoted(to)}`)
      return false
    }
    return copyBytes(tool, pair, stat.mode, settings.force)
  }
  const make = (what: string, create: () => void) =>
    tool.attempt(
      () => {
        if (lookAt(tool, to) !== undefined) {
          files.unlink(path, cred)
          if (settings.verbose) tool.print(`removed ${quoted(to)}\n`)
        }
        announce()
        create()
      },
      text => `cannot create ${what} ${quoted(to)}: ${text}`,
    )
  if (stat.kind === 'symlink') {
    return make('symbolic link', () => files.symlink(files.readlink(tool.path(from), cred), path, cred))
  }
  if (stat.kind === 'fifo') return make('fifo', () => files.mkfifo(path, stat.mode, cred))
  return make('special file', () => {
    throw new Errno('EPERM')
  })
}

/** Only root may give files away; cp says nothing when it can't. */
function preserve(tool: Tool, name: string, stat: FileStat, attributes: ReadonlySet<Attribute>): void {
  const { files, cred } = tool
  const path = tool.path(name)
  if (cred.uid === 0 && attributes.has('ownership')) files.chown(path, stat.uid, stat.gid, cred)
  tool.attempt(
    () => {
      if (attributes.has('mode')) files.chmod(path, stat.mode, cred)
      if (attributes.has('timestamps')) files.utimes(path, stat.atime, stat.mtime, cred)
    },
    text => `preserving times for ${quoted(name)}: ${text}`,
  )
}
