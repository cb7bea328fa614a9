import { Errno } from '../errno.js'
import { quoted } from './quote.js'
import { type Tool, tool } from './tool.js'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const TRIES = 100
const OPTIONS = ['d,directory', 'q,quiet', 'u,dry-run', 'suffix=', 'p=', 'tmpdir?', 't']

/** coreutils' mktemp(1), with names of the guest's seed. */
export const mktemp = tool(tool => {
  const options = tool.options(OPTIONS)
  const { operands } = options
  if (operands.length > 1) throw tool.usage('too many templates')
  const given = options.last('p', 'tmpdir')
  const inTmp = operands[0] === undefined || given !== undefined || options.has('t')
  const { name, suffix } = parse(tool, operands[0] ?? 'tmp.XXXXXXXXXX', options.value('suffix'))
  if (inTmp && options.has('t') && name.includes('/')) {
    throw tool.fail(`invalid template, ${quoted(name + suffix)}, contains directory separator`)
  }
  if (inTmp && name.startsWith('/')) {
    throw tool.fail(`invalid template, ${quoted(name + suffix)}; with --tmpdir, it may not be absolute`)
  }
  const wanted = given === undefined ? undefined : options.value(given) || undefined
  const tmp = options.has('t') ? tool.call.env.TMPDIR || wanted || '/tmp' : (wanted ?? (tool.call.env.TMPDIR || '/tmp'))
  const template = inTmp ? `${tmp.replace(/\/+$/, '')}/${name}` : name
  const isDirectory = options.has('d')
  try {
    tool.print(`${create(tool, template, suffix, isDirectory, options.has('u'))}\n`)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    if (options.has('q')) throw tool.exit(1)
    const kind = isDirectory ? 'directory' : 'file'
    throw tool.fail(`failed to create ${kind} via template ${quoted(template + suffix)}: ${error.text}`)
  }
})

/** The part that ends in X's, and what stands behind. */
function parse(tool: Tool, template: string, suffixGiven: string | undefined): { name: string; suffix: string } {
  if (suffixGiven !== undefined && !template.endsWith('X')) {
    throw tool.fail(`with --suffix, template ${quoted(template)} must end in X`)
  }
  const end = template.lastIndexOf('X') + 1
  const suffix = suffixGiven ?? template.slice(end)
  if (suffix.includes('/')) throw tool.fail(`invalid suffix ${quoted(suffix)}, contains directory separator`)
  const name = template.slice(0, end)
  if (!name.endsWith('XXX')) throw tool.fail(`too few X's in template ${quoted(template)}`)
  return { name, suffix }
}

function create(tool: Tool, template: string, suffix: string, isDirectory: boolean, isDry: boolean): string {
  const fixed = template.replace(/X+$/, '')
  const random = tool.guest.random.stream('mktemp')
  for (let tries = 0; tries < TRIES; tries++) {
    const made = `${fixed}${random.text(LETTERS, template.length - fixed.length)}${suffix}`
    const path = tool.path(made)
    if (tool.files.exists(path)) continue
    if (isDry) return made
    if (isDirectory) {
      tool.files.mkdir(path, { mode: 0o700 }, tool.cred)
      tool.files.chmod(path, 0o700)
    } else {
      tool.files.open(path, { read: true, write: true, create: true, exclusive: true }, 0o600, tool.cred).close()
    }
    return made
  }
  throw new Errno('EEXIST')
}
