import { quoted } from './quote.js'
import { remove } from './remove.js'
import { type Tool, tool } from './tool.js'

const OPTIONS = ['r,R,recursive', 'f,force', 'd,dir', 'v,verbose', 'no-preserve-root', 'preserve-root?']

export const rm = tool(tool => {
  const options = tool.options(OPTIONS, { others: ['i', 'I', 'interactive?', 'one-file-system'] })
  const settings = {
    recursive: options.has('r'),
    directories: options.has('d'),
    force: options.has('f'),
    verbose: options.has('v'),
  }
  if (options.operands.length === 0 && !settings.force) throw tool.usage('missing operand')
  for (const name of options.operands) {
    if (settings.recursive && isDots(name)) {
      tool.warn(`refusing to remove '.' or '..' directory: skipping ${quoted(name)}`)
    } else if (
      settings.recursive &&
      isRoot(tool, name) &&
      options.last('no-preserve-root', 'preserve-root') !== 'no-preserve-root'
    ) {
      const same = name === '/' ? '' : " (same as '/')"
      tool.warn(`it is dangerous to operate recursively on ${quoted(name)}${same}`)
      tool.warn('use --no-preserve-root to override this failsafe')
    } else remove(tool, name, settings)
  }
})

function isDots(name: string): boolean {
  return /(^|\/)\.\.?\/*$/.test(name)
}

function isRoot(tool: Tool, name: string): boolean {
  const path = tool.path(name)
  if (!tool.files.exists(path, tool.cred)) return false
  return tool.files.lstat(path, tool.cred).kind === 'directory' && tool.files.realpath(path, tool.cred) === '/'
}
