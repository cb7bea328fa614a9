import { Errno } from '../errno.js'
import { type ModeChange, parseMode } from './mode-change.js'
import { modeText } from './mode-text.js'
import type { GivenOptions } from './options.js'
import { quoted } from './quote.js'
import { type Tool, tool } from './tool.js'
import { visitTree } from './tree.js'

const OPTIONS = ['R,recursive', 'f,silent,quiet', 'v,verbose', 'c,changes']
/** What looks like an option but takes permissions away: `chmod -w file`. */
const MINUS_MODE = /^-[rwxXstugoa,+=0-7-]/

export const chmod = tool(tool => {
  const minus = tool.args.find(arg => MINUS_MODE.test(arg) && !arg.startsWith('--'))
  const options = tool.options(
    OPTIONS,
    { others: ['no-preserve-root', 'preserve-root', 'reference='] },
    tool.args.filter(arg => arg !== minus),
  )
  const [text, ...names] = minus === undefined ? options.operands : [minus, ...options.operands]
  if (text === undefined) throw tool.usage('missing operand')
  if (names.length === 0) throw tool.usage(`missing operand after ${quoted(text)}`)
  const change = parseMode(text)
  if (change === undefined) throw tool.usage(`invalid mode: ${quoted(text)}`)
  // -w may leave more than it says, because of the umask: then it complains.
  const naive = minus === undefined ? undefined : parseMode(text, 0)
  for (const name of names) {
    visitTree(tool, name, options.has('R'), true, (name, path, top) => {
      changeOne(tool, options, { name, path, top }, change, naive)
    })
  }
})

interface Visited {
  readonly name: string
  readonly path: string
  readonly top: boolean
}

function changeOne(
  tool: Tool,
  options: GivenOptions,
  { name, path, top }: Visited,
  change: ModeChange,
  naive: ModeChange | undefined,
): void {
  const complain = (message: string) => {
    tool.exitCode = 1
    if (!options.has('f')) tool.warn(message)
  }
  const { files, cred } = tool
  let step = 'cannot access'
  let isLink = false
  try {
    isLink = files.lstat(path, cred).kind === 'symlink'
    if (isLink && !top) {
      if (options.has('v')) tool.print(`neither symbolic link ${quoted(name)} nor referent has been changed\n`)
      return
    }
    // A circle of links is nothing that dangles: it can't be looked at.
    const before = files.stat(path, cred)
    const directory = before.kind === 'directory'
    const mode = change(before.mode, directory)
    step = 'changing permissions of'
    files.chmod(path, mode, cred)
    report(tool, options, name, before.mode, mode)
    const expected = naive?.(before.mode, directory) ?? mode
    if ((mode & ~expected) === 0) return
    complain(`${name}: new permissions are ${permissions(mode)}, not ${permissions(expected)}`)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    const dangles = isLink && step === 'cannot access' && error.code === 'ENOENT'
    complain(dangles ? `cannot operate on dangling symlink ${quoted(name)}` : `${step} ${quoted(name)}: ${error.text}`)
    if (options.last('v', 'c') === 'v' && step === 'cannot access')
      tool.print(`${quoted(name)} could not be accessed\n`)
  }
}

function report(tool: Tool, options: GivenOptions, name: string, before: number, after: number): void {
  const show = (mode: number) => `${mode.toString(8).padStart(4, '0')} (${permissions(mode)})`
  const said = options.last('v', 'c')
  if (before !== after && said !== undefined) {
    tool.print(`mode of ${quoted(name)} changed from ${show(before)} to ${show(after)}\n`)
  } else if (said === 'v') tool.print(`mode of ${quoted(name)} retained as ${show(after)}\n`)
}

function permissions(mode: number): string {
  return modeText({ kind: 'file', mode }).slice(1)
}
