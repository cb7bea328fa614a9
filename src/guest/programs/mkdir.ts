import { Errno } from '../errno.js'
import { type ModeChange, parseMode } from './mode-change.js'
import { quoted, quotedWord } from './quote.js'
import { type Tool, tool } from './tool.js'

export const mkdir = tool(tool => {
  const options = tool.options(['p,parents', 'm,mode=', 'v,verbose'], { others: ['Z', 'context?'] })
  if (options.operands.length === 0) throw tool.usage('missing operand')
  const mode = options.value('m')
  const change = mode === undefined ? undefined : parseMode(mode)
  if (mode !== undefined && change === undefined) throw tool.fail(`invalid mode ${quoted(mode)}`)
  for (const name of options.operands) {
    const parts = options.has('p') ? ancestors(name) : []
    const verbose = options.has('v')
    const made = parts.every(part => makeOne(tool, part, { mayExist: true, ancestor: true, verbose }))
    if (made) makeOne(tool, name, { mode: change, mayExist: options.has('p'), verbose })
  }
})

/** "a", "a/b" of "a/b/c". */
function ancestors(name: string): string[] {
  const names = name.replace(/\/+$/, '').split('/')
  return names
    .slice(0, -1)
    .map((_, index) => names.slice(0, index + 1).join('/'))
    .filter((part, index) => part !== '' && names[index] !== '')
}

interface Making {
  readonly mode?: ModeChange | undefined
  readonly mayExist: boolean
  /** Another one is made in it. */
  readonly ancestor?: boolean
  readonly verbose: boolean
}

function makeOne(tool: Tool, name: string, { mode, mayExist, ancestor = false, verbose }: Making): boolean {
  const path = tool.path(name)
  const make = () => {
    try {
      tool.files.mkdir(path, {}, tool.cred)
    } catch (error) {
      if (!(error instanceof Errno) || error.code !== 'EEXIST' || !mayExist) throw error
      if (tool.files.exists(path) && tool.files.stat(path).kind === 'directory') return
      throw ancestor ? new Errno('ENOTDIR', path) : error
    }
    if (mode !== undefined) tool.files.chmod(path, mode(0o777, true), tool.cred)
    if (verbose) tool.print(`${tool.name}: created directory ${quoted(name)}\n`)
  }
  return tool.attempt(make, text => `cannot create directory ${quotedWord(name)}: ${text}`)
}
