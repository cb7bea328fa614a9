import { Errno } from '../errno.js'
import { quoted } from './quote.js'
import { leadsByLink } from './targets.js'
import { type Tool, tool } from './tool.js'

export const rmdir = tool(tool => {
  const options = tool.options(['p,parents', 'v,verbose', 'ignore-fail-on-non-empty'])
  if (options.operands.length === 0) throw tool.usage('missing operand')
  const settings = { verbose: options.has('v'), lenient: options.has('ignore-fail-on-non-empty') }
  for (const operand of options.operands) {
    let name = operand
    let removed = removeOne(tool, name, settings, 'failed to remove')
    while (options.has('p') && removed && name.replace(/\/+$/, '').includes('/')) {
      name = name.replace(/\/*[^/]*\/*$/, '')
      if (name === '') break
      removed = removeOne(tool, name, settings, 'failed to remove directory')
    }
  }
})

function removeOne(
  tool: Tool,
  name: string,
  { verbose, lenient }: { verbose: boolean; lenient: boolean },
  complaint: string,
): boolean {
  if (verbose) tool.print(`${tool.name}: removing directory, ${quoted(name)}\n`)
  try {
    if (leadsByLink(tool, name)) throw new Errno('ENOTDIR')
    tool.files.rmdir(tool.path(name), tool.cred)
    return true
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    const text = leadsByLink(tool, name) ? 'Symbolic link not followed' : error.text
    if (!(lenient && error.code === 'ENOTEMPTY')) tool.warn(`${complaint} ${quoted(name)}: ${text}`)
    return false
  }
}
