/** Where cp, mv and ln put things: into the last operand if that is a directory, else in its place. */
import { Errno, unlessErrno } from '../errno.js'
import type { FileStat } from '../files/stat.js'
import type { GivenOptions } from './options.js'
import { quoted } from './quote.js'
import type { Tool } from './tool.js'

export const TARGET_OPTIONS = ['t,target-directory=', 'T,no-target-directory']

export interface Pair {
  readonly from: string
  readonly to: string
}

export function targets(tool: Tool, options: GivenOptions): readonly Pair[] {
  const sources = [...options.operands]
  const directory = options.value('t')
  const [first, second, third] = sources
  if (first === undefined) throw tool.usage('missing file operand')
  if (directory !== undefined) return into(tool, sources, directory, 'target directory')
  const last = sources.pop() ?? ''
  if (second === undefined) throw tool.usage(`missing destination file operand after ${quoted(first)}`)
  if (options.has('T')) {
    if (third !== undefined) throw tool.usage(`extra operand ${quoted(third)}`)
    return [{ from: first, to: last }]
  }
  if (third === undefined && !isDirectory(tool, last)) return [{ from: first, to: last }]
  return into(tool, sources, last, 'target')
}

export function isDirectory(tool: Tool, name: string): boolean {
  const path = tool.path(name)
  return tool.files.exists(path, tool.cred) && tool.files.stat(path, tool.cred).kind === 'directory'
}

/** The last component, without slashes behind it. */
export function baseName(name: string): string {
  const bare = name.replace(/\/+$/, '')
  return bare === '' && name !== '' ? '/' : bare.slice(bare.lastIndexOf('/') + 1)
}

export function joinName(directory: string, name: string): string {
  return directory.endsWith('/') ? directory + name : `${directory}/${name}`
}

/** The directory must be there before anything is done. */
function into(tool: Tool, sources: readonly string[], directory: string, what: string): readonly Pair[] {
  const stat = tool.get(
    () => tool.files.stat(tool.path(directory), tool.cred),
    text => `${what} ${quoted(directory)}: ${text}`,
  )
  if (stat === undefined) throw tool.exit(1)
  if (stat.kind !== 'directory') throw tool.fail(`${what} ${quoted(directory)}: Not a directory`)
  return sources.map(from => ({ from, to: joinName(directory, baseName(from)) }))
}

/** Whether two names lead to the same file, by way of links or not. */
export function isSameFile(tool: Tool, one: string, other: string): boolean {
  const { files, cred } = tool
  const [from, to] = [tool.path(one), tool.path(other)]
  if (!files.exists(from, cred) || !files.exists(to, cred)) return false
  if (files.realpath(from, cred) === files.realpath(to, cred)) return true
  const [a, b] = [files.stat(from, cred), files.stat(to, cred)]
  return a.kind === 'file' && a.nlink > 1 && b.kind === 'file' && a.ino === b.ino
}

/** What a name stands for, a link for itself; undefined where there is nothing. */
export function lookAt(tool: Tool, name: string): FileStat | undefined {
  return unlessErrno(() => tool.files.lstat(tool.path(name), tool.cred))
}

/** The text of the error why a name can't even be looked at; undefined if it can, or if nothing is there. */
export function whyUnreachable(tool: Tool, name: string): string | undefined {
  try {
    tool.files.lstat(tool.path(name), tool.cred)
    return undefined
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    return error.code === 'ENOENT' ? undefined : error.text
  }
}

/** "link/": a link to a directory, with a slash that makes most system calls follow it. */
export function leadsByLink(tool: Tool, name: string): boolean {
  const bare = name.replace(/\/+$/, '')
  if (bare === name || bare === '') return false
  const path = tool.path(bare)
  return tool.files.exists(path, tool.cred) && tool.files.lstat(path, tool.cred).kind === 'symlink'
}
