import { Errno } from '../errno.js'
import { calendar } from './local-time.js'
import type { ProgramOutcome } from './program.js'
import { strftime } from './strftime.js'
import { type Tool, tool } from './tool.js'

const LOG = '/var/log/qga-fsfreeze-hook.log'
const DATE = '%a %b %e %H:%M:%S %Z %Y'
/** What package managers and editors leave behind. */
const IGNORED = /~$|\.(?:bak|orig|rpmnew|rpmorig|rpmsave|sample|dpkg-(?:old|new|tmp|dist|bak|backup|remove))$/
const CANNOT_RUN = 126
const NOT_FOUND = 127
/** A shell adds it to the number of the signal that killed a program. */
const SIGNALLED = 128

/**
 * The script that comes with the agent for its option -F. Runs everything executable in the folder `fsfreeze-hook.d`
 * beside it, one after the other, and writes down how that went; what comes of it, the script succeeds.
 */
export const fsfreezeHook = tool(tool => {
  const script = tool.path(tool.call.argv[0] ?? '')
  const folder = `${script.slice(0, script.lastIndexOf('/'))}/fsfreeze-hook.d`
  let passed = 0n
  for (const path of executablesIn(tool, folder)) {
    log(tool, passed, `execute ${path} ${tool.args.join(' ')}`)
    const { stdout = '', stderr = '', exitCode = 0, signal, duration = 0n } = runOne(tool, path)
    append(tool, stderr)
    append(tool, stdout)
    if (duration === 'forever') {
      tool.duration = duration
      return
    }
    passed += duration
    log(tool, passed, `${path} finished with status=${signal ? SIGNALLED + signal : exitCode}`)
  }
  tool.duration = passed
})

/** In the order of their names. */
function executablesIn(tool: Tool, folder: string): string[] {
  if (!tool.files.exists(folder, tool.cred)) return []
  return tool.files
    .readdir(folder, tool.cred)
    .filter(name => !name.startsWith('.') && !IGNORED.test(name))
    .map(name => `${folder}/${name}`)
    .filter(path => isExecutable(tool, path))
}

function isExecutable(tool: Tool, path: string): boolean {
  try {
    tool.files.access(path, 'x', tool.cred)
    return true
  } catch (error) {
    if (error instanceof Errno) return false
    throw error
  }
}

function runOne(tool: Tool, path: string): ProgramOutcome {
  try {
    return tool.guest.children.nested(path, tool.args, tool.call)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    const exitCode = error.code === 'ENOENT' ? NOT_FOUND : CANNOT_RUN
    return { exitCode, stderr: `${tool.name}: ${path}: ${error.text}\n` }
  }
}

/** A line with the time at which it would be written. */
function log(tool: Tool, passed: bigint, text: string): void {
  const time = calendar(tool.guest, tool.call.env)(tool.guest.clock.now() + passed)
  append(tool, `${strftime(DATE, time)}: ${text}\n`)
}

/** A shell complains about a log that it can't write, and goes on. */
function append(tool: Tool, text: string | Uint8Array): void {
  try {
    if (text.length > 0) tool.files.writeFile(LOG, text, { append: true })
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    tool.stderr.add(`${tool.name}: ${LOG}: ${error.text}\n`)
  }
}
