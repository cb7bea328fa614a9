/** Does to a VM what an action says. */
import type { Agent } from './agent/agent.js'
import type { Faults } from './faults/faults.js'
import { seconds } from './faults/in-words.js'
import { Errno } from './guest/errno.js'
import type { Guest } from './guest/guest.js'
import { describeGuestAction, isGuestAction, performInGuest, writeText } from './guest-actions.js'
import type { Machine } from './machine.js'
import type { RunState } from './monitor/run-state.js'
import { QapiError } from './qapi/errors.js'
import type { Action, MachineAction } from './timeline/action.js'

export function perform(action: Action, machine: Machine): void {
  const { guest, channel, faults } = machine
  if ('agent' in action) TO_AGENT[action.agent](machine.agent, machine.runState)
  else if ('vm' in action) toMachine(action.vm, machine.runState)
  else if ('port' in action) machine.setPort(action.port)
  else if ('client' in action) channel.disconnect(action.client === 'reset' ? 'reset' : 'end')
  else if ('visitor' in action) visit(action.visitor, machine)
  else if ('time' in action) guest.setTime(guest.clock.now() + action.time.by)
  else if ('filesystems' in action) setFilesystems(action.filesystems, guest)
  else if ('addresses' in action) {
    guest.interfaces.setAddresses(action.addresses.interface, action.addresses.addresses)
  } else if ('write' in action) writeText(action.write.path, action.write.text, guest)
  else if (isGuestAction(action)) performInGuest(action, guest)
  else if ('addFaults' in action) for (const rule of action.addFaults) faults.add(rule)
  else if ('removeFault' in action) faults.rules.remove(action.removeFault)
  else if ('resetFaults' in action) faults.reset()
  else if ('release' in action) release(action.release, faults)
  else if ('note' in action) machine.note(action.note)
  else if ('entry' in action) machine.timeline.comeAbout(action.entry)
}

/** "agent restart", "wait 5s": for the printed time line; undefined for what shows in other events. */
export function describeAction(action: Action): string | undefined {
  if ('agent' in action || 'vm' in action || 'port' in action || 'note' in action || 'entry' in action) return undefined
  if ('client' in action) return `client ${action.client === 'reset' ? 'reset' : 'disconnected'} by the host's side`
  if ('visitor' in action) return 'another client comes'
  if ('wait' in action) return `wait ${seconds(action.wait)}`
  if ('write' in action) return `${action.write.path} written`
  if (isGuestAction(action)) return describeGuestAction(action)
  if ('addFaults' in action) return `fault rules added: ${action.addFaults.map(({ name }) => name).join('; ')}`
  if ('removeFault' in action) return `fault rule removed: ${action.removeFault}`
  if ('resetFaults' in action) return 'fault rules reset'
  if ('release' in action) return action.release === true ? 'all that hangs released' : `released: ${action.release}`
  return undefined
}

const TO_AGENT: Readonly<
  Record<Extract<Action, { agent: unknown }>['agent'], (agent: Agent, runState: RunState) => void>
> = {
  start: (_, runState) => runState.startAgent('it was started'),
  stop: agent => agent.end('it was stopped'),
  crash: agent => agent.stop('it crashed', 'aborted'),
  restart: (agent, runState) => {
    agent.end('it is restarted')
    runState.startAgent('it was restarted')
  },
  deaf: agent => agent.pause('deaf', 'it reads nothing'),
  listen: agent => agent.resume('deaf', 'it reads again'),
}

/** Throws where there is nothing left to do that to. */
function toMachine(action: MachineAction, runState: RunState): void {
  if (runState.status === 'exited' && !AFTER_THE_END.has(action)) {
    throw new Error(`vm ${action}: QEMU has ended. Start another with { vm: wakeup } first.`)
  }
  TO_MACHINE[action](runState)
}

/** Those that end it are done already. */
const AFTER_THE_END: ReadonlySet<MachineAction> = new Set(['wakeup', 'off', 'quit', 'signal'])

const TO_MACHINE: Readonly<Record<MachineAction, (runState: RunState) => void>> = {
  pause: runState => runState.stop(),
  resume,
  powerdown: runState => runState.powerdown(),
  reset: runState => runState.reset(),
  off: runState => runState.off(),
  quit: runState => runState.quit(),
  signal: runState => runState.quit('host-signal'),
  suspend: runState => runState.suspend('suspended-ram'),
  hibernate: runState => runState.suspend('suspended-disk'),
  wakeup: runState => runState.wakeup(),
  panic: runState => runState.panic(),
}

function resume(runState: RunState): void {
  try {
    runState.cont()
  } catch (error) {
    if (!(error instanceof QapiError)) throw error
    const next = runState.status === 'shutdown' ? 'Reset it with { vm: reset } first.' : 'Wait until it has left.'
    throw new Error(`vm resume: ${error.desc}. ${next}`)
  }
}

function visit({ send, stay }: Extract<Action, { visitor: unknown }>['visitor'], machine: Machine): void {
  const visitor = machine.visit(send)
  if (stay === 0n) visitor.leave()
  else machine.guest.clock.outside(stay, () => visitor.leave())
}

/** What hangs because of a rule can be released when that rule is gone. Throws RangeError for any other name that none has. */
function release(rule: string | true, faults: Faults): void {
  const count = faults.release(rule === true ? undefined : rule)
  if (count === 0 && rule !== true) faults.rules.assertHas(rule)
}

/** What can't be frozen, or is already as it should be, is passed over. */
function setFilesystems(what: 'freeze' | 'thaw', { mounts, windows }: Guest): void {
  windows?.setFilesystems(what)
  for (const mount of mounts.blockMounts) {
    try {
      mounts[what](mount)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
    }
  }
}
