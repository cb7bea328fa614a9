/** apt-mark(8): what is held, and what came only because others needed it. */
import { STATUS } from '../../packages/control.js'
import { heldIn, statusText } from '../../packages/holds.js'
import { type Tool, tool } from '../tool.js'
import { AptCall } from './apt-call.js'
import { autoInstalled, markAuto } from './apt-marks.js'
import { openLock } from './locks.js'
import { refusal } from './refusal.js'

export const aptMark = tool(
  tool => {
    const call = new AptCall(tool)
    if (call.tellsVersion()) return
    const [verb = '', ...names] = call.options.operands
    switch (verb) {
      case 'hold':
      case 'unhold':
        hold(call, verb === 'hold', names)
        return
      case 'auto':
      case 'manual':
        mark(call, verb === 'auto', names)
        return
      case 'showhold':
      case 'showholds':
        shows(tool, names, name => heldIn(tool.files).has(name))
        return
      case 'showauto':
      case 'showmanual': {
        const auto = autoInstalled(tool)
        const { packages } = tool.guest
        const isThere = (name: string) => packages.get(name)?.installed ?? false
        shows(tool, names, name => isThere(name) && auto.has(name) === (verb === 'showauto'))
        return
      }
      case '':
      case 'help':
      case 'minimize-manual':
        throw refusal(tool, verb === '' ? 'what was asked: it takes a command' : verb)
      default:
        tool.stderr.add(`E: Invalid operation ${verb}\n`)
        throw tool.exit(100)
    }
  },
  { shortName: true },
)

function shows(tool: Tool, names: readonly string[], fits: (name: string) => boolean): void {
  const all = tool.guest.packages.list().map(({ name }) => name)
  const shown = all.filter(name => (names.length === 0 || names.includes(name)) && fits(name))
  tool.print(...shown.map(name => `${name}\n`))
}

/** Those that there are; with none the program is over. */
function known(tool: Tool, names: readonly string[]): readonly string[] {
  const found = names.filter(name => tool.guest.packages.get(name) !== undefined)
  for (const name of names) if (!found.includes(name)) tool.stderr.add(`E: Unable to locate package ${name}\n`)
  if (found.length === names.length && names.length > 0) return found
  if (found.length === 0) tool.stderr.add('E: No packages found\n')
  throw tool.exit(100)
}

function hold(call: AptCall, holds: boolean, names: readonly string[]): void {
  const { tool } = call
  const found = known(tool, names)
  const before = heldIn(tool.files)
  const [changed, same] = [
    found.filter(name => before.has(name) !== holds),
    found.filter(name => before.has(name) === holds),
  ]
  for (const name of same) call.say(`${name} was already ${holds ? 'set on hold' : 'not on hold'}.\n`)
  if (!call.simulates) saveHolds(tool, before, changed, holds)
  for (const name of changed) call.say(holds ? `${name} set on hold.\n` : `Canceled hold on ${name}.\n`)
}

function saveHolds(tool: Tool, before: ReadonlySet<string>, changed: readonly string[], holds: boolean): void {
  if (changed.length === 0) return
  if (tool.cred.uid !== 0) {
    tool.stderr.add(
      'dpkg: error: required read/write access to the dpkg database directory /var/lib/dpkg\n' +
        'E: Sub-process dpkg --set-selections returned an error code (2)\nE: Executing dpkg failed. Are you root?\n',
    )
    throw tool.exit(100)
  }
  openLock(tool, '/var/lib/dpkg/lock', 0o640)
  const after = new Set(before)
  for (const name of changed) {
    if (holds) after.add(name)
    else after.delete(name)
  }
  tool.files.writeFile(STATUS, statusText(tool.guest.packages, after))
}

function mark(call: AptCall, asAuto: boolean, names: readonly string[]): void {
  const { tool } = call
  const found = known(tool, names)
  const marks = new Set(autoInstalled(tool))
  const isThere = (name: string) => tool.guest.packages.get(name)?.installed ?? false
  for (const name of found) if (!isThere(name)) call.say(`${name} can not be marked as it is not installed.\n`)
  for (const name of found.filter(isThere)) {
    const what = `set to ${asAuto ? 'automatically' : 'manually'} installed`
    if (marks.has(name) === asAuto) call.say(`${name} was already ${what}.\n`)
    else {
      if (asAuto) marks.add(name)
      else marks.delete(name)
      call.say(`${name} ${what}.\n`)
    }
  }
  if (call.simulates) return
  const path = '/var/lib/apt/extended_states'
  if (tool.cred.uid !== 0) {
    tool.stderr.add(
      `E: Could not create temporary file for ${path} - mkstemp (13: Permission denied)\n` +
        `E: Failed to write temporary StateFile ${path}\n`,
    )
    throw tool.exit(100)
  }
  markAuto(tool, marks)
}
