/** Removing what a name stands for, with all that is in it: rm(1), and mv(1) between file systems. */
import { Errno } from '../errno.js'
import { quoted } from './quote.js'
import { leadsByLink } from './targets.js'
import type { Tool } from './tool.js'

export interface RemoveSettings {
  readonly recursive: boolean
  /** Empty directories are fine even without `recursive`. */
  readonly directories: boolean
  /** What isn't there is fine. */
  readonly force: boolean
  readonly verbose: boolean
}

/** Whether all of it is gone. */
export function remove(tool: Tool, name: string, settings: RemoveSettings): boolean {
  const { files, cred } = tool
  const path = tool.path(name)
  const complaint = (text: string) => `cannot remove ${quoted(name)}: ${text}`
  try {
    if (files.lstat(path, cred).kind === 'directory') return removeDirectory(tool, name, path, settings, complaint)
    files.unlink(path, cred)
    if (settings.verbose) tool.print(`removed ${quoted(name)}\n`)
    return true
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    if (settings.force && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return true
    tool.warn(complaint(error.text))
    return false
  }
}

function removeDirectory(
  tool: Tool,
  name: string,
  path: string,
  settings: RemoveSettings,
  complaint: (text: string) => string,
): boolean {
  if (!settings.recursive && !settings.directories) {
    tool.warn(complaint('Is a directory'))
    return false
  }
  if (settings.recursive) {
    const children = tool.files.readdir(path, tool.cred)
    // Every one of them is tried, even if an earlier one stays.
    const gone = children.map(child => remove(tool, `${name.replace(/\/+$/, '')}/${child}`, settings))
    if (gone.includes(false)) return false
  }
  // What a link with a slash behind it leads to can be emptied, but unlinkat(2) doesn't follow the link.
  if (leadsByLink(tool, name)) throw new Errno('ENOTDIR')
  tool.files.rmdir(path, tool.cred)
  if (settings.verbose) tool.print(`removed directory ${quoted(name)}\n`)
  return true
}
