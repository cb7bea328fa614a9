/** systemd's systemctl(1), as 252 prints where there is no terminal: no colours, no pager, nothing cut short. */
import { callLogind, isLogindCall } from '../call-logind.js'
import type { GivenOptions } from '../options.js'
import type { Program } from '../program.js'
import { type Tool, tool } from '../tool.js'
import { complain, notSimulated, refuseOptions } from './refuse.js'
import { controlUnits, isControlVerb, type Job, killUnits, resetFailed } from './unit-control.js'
import { changeUnitFiles, isFileVerb } from './unit-files.js'
import { listSockets, listTimers, listUnitFiles, listUnits } from './unit-lists.js'
import { show } from './unit-properties.js'
import { checkStates, isEnabled, isSystemRunning } from './unit-states.js'
import { status } from './unit-status.js'
import { cat } from './unit-text.js'
import { versionLine } from './version.js'

const OPTIONS = [
  'no-pager',
  'l,full',
  'no-wall',
  'q,quiet',
  'no-legend',
  'legend=',
  'plain',
  'a,all',
  't,type=',
  'state=',
  'failed',
  'p,property=',
  'value',
  'P=',
  'n,lines=',
  'o,output=',
  'now',
  'no-block',
  'no-ask-password',
  'f,force',
  'r,recursive',
  's,signal=',
  'kill-whom=',
  'system',
  'runtime',
  'no-reload',
  'no-warn',
  'show-types',
  'wait',
  'version',
  'h,help',
  'user',
  'H,host=',
  'M,machine=',
  'root=',
  'image=',
  'job-mode=',
  'reverse',
  'with-dependencies',
  'after',
  'before',
  'preset-mode=',
  'firmware-setup',
  'timestamp=',
  'T,show-transaction',
  'dry-run',
]
const LEFT_OUT = [
  'user',
  'H',
  'M',
  'root',
  'image',
  'reverse',
  'with-dependencies',
  'after',
  'before',
  'preset-mode',
  'firmware-setup',
  'timestamp',
  'T',
  'dry-run',
  'runtime',
  'wait',
  'h',
]

/** Where nobody waits: for what takes time that is known before it says itself how long it runs. */
export const systemctl = systemctlWith([])

/** `jobs` gets what is still under way when it returns. */
export function systemctlWith(jobs: Job[]): Program {
  return tool(tool => run(tool, jobs))
}

function run(tool: Tool, jobs: Job[]): void {
  const options = tool.options(OPTIONS, { terse: true })
  // It has always come up by then: there is nothing to wait for.
  const isAnswered = options.operands[0] === 'is-system-running'
  refuseOptions(tool, options, isAnswered ? LEFT_OUT.filter(name => name !== 'wait') : LEFT_OUT)
  if (options.has('version')) {
    tool.print(versionLine(tool))
    return
  }
  const [verb = 'list-units', ...operands] = options.operands
  const perform = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined
  if (isLogindCall(verb)) callLogind(tool, verb)
  else if (isControlVerb(verb)) controlUnits(tool, verb, needed(tool, operands), options, jobs)
  else if (isFileVerb(verb)) changeUnitFiles(tool, verb, needed(tool, operands), options, jobs)
  else if (perform !== undefined) perform(tool, operands, options)
  else if (LEFT_OUT_VERBS.has(verb)) throw notSimulated(tool, verb)
  else throw complain(tool, `Unknown command verb ${verb}.`)
}

type Verb = (tool: Tool, operands: readonly string[], options: GivenOptions) => void

const VERBS: Readonly<Record<string, Verb>> = {
  cat: (tool, operands) => cat(tool, needed(tool, operands)),
  'daemon-reload': tool => daemonReload(tool),
  'daemon-reexec': tool => daemonReload(tool),
  'get-default': tool => tool.print('graphical.target\n'),
  'is-active': (tool, operands, options) =>
    checkStates(tool, needed(tool, operands), options, ['active', 'reloading'], 3),
  'is-enabled': (tool, operands, options) => isEnabled(tool, needed(tool, operands), options),
  'is-failed': (tool, operands, options) => checkStates(tool, needed(tool, operands), options, ['failed'], 1),
  'is-system-running': (tool, _, options) => isSystemRunning(tool, options),
  kill: (tool, operands, options) => killUnits(tool, needed(tool, operands), options),
  'list-sockets': (tool, operands, options) => listSockets(tool, operands, options),
  'list-timers': (tool, operands, options) => listTimers(tool, operands, options),
  'list-unit-files': (tool, operands, options) => listUnitFiles(tool, operands, options),
  'list-units': (tool, operands, options) => listUnits(tool, operands, options),
  'reset-failed': (tool, operands) => resetFailed(tool, operands),
  show: (tool, operands, options) => show(tool, operands, options),
  status: (tool, operands, options) => status(tool, operands, options),
}

const LEFT_OUT_VERBS = new Set([
  'add-requires',
  'add-wants',
  'bind',
  'cancel',
  'clean',
  'default',
  'edit',
  'emergency',
  'exit',
  'freeze',
  'help',
  'import-environment',
  'isolate',
  'kexec',
  'link',
  'list-automounts',
  'list-dependencies',
  'list-jobs',
  'list-machines',
  'list-paths',
  'log-level',
  'log-target',
  'mount-image',
  'preset',
  'preset-all',
  'reenable',
  'rescue',
  'revert',
  'service-log-level',
  'service-log-target',
  'service-watchdogs',
  'set-default',
  'set-environment',
  'set-property',
  'show-environment',
  'suspend-then-hibernate',
  'switch-root',
  'thaw',
  'unset-environment',
  'whoami',
])

function needed(tool: Tool, operands: readonly string[]): readonly string[] {
  if (operands.length === 0) throw complain(tool, 'Too few arguments.')
  return operands
}

/** Unit files are read anew where they stand: there is nothing to do. */
function daemonReload(tool: Tool): void {
  if (tool.cred.uid !== 0) throw complain(tool, 'Failed to reload daemon: Interactive authentication required.')
  tool.guest.services.reloadFiles()
}
