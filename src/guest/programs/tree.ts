import { quoted } from './quote.js'
import type { Tool } from './tool.js'

/**
 * Calls `visit` for what a name stands for and, if asked, for all that is in it; links on the way are not followed, and
 * that name, if it is a link, only with `follow`.
 */
export function visitTree(
  tool: Tool,
  name: string,
  recursive: boolean,
  follow: boolean,
  visit: (name: string, path: string, top: boolean) => void,
): void {
  descend(name, true)

  function descend(name: string, top: boolean): void {
    const path = tool.path(name)
    visit(name, path, top)
    if (!recursive || !tool.files.exists(path)) return
    const { kind } = top && follow ? tool.files.stat(path) : tool.files.lstat(path)
    if (kind !== 'directory') return
    const children = tool.get(
      () => tool.files.readdir(path, tool.cred),
      text => `cannot read directory ${quoted(name)}: ${text}`,
    )
    for (const child of children ?? []) descend(`${name.replace(/\/+$/, '')}/${child}`, false)
  }
}
