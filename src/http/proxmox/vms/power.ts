/** How Proxmox VE starts and ends VMs. What is done to QEMU, its monitor does at once; a guest takes its time. */
import { agentAbsence, agentCommand } from '../agent/client.js'
import { died, PveError } from '../error.js'
import { Interrupt } from '../tasks/interruption.js'
import { type Steps, settled, whileFor } from '../tasks/steps.js'
import type { Worker } from '../tasks/task.js'
import type { Guest } from './guest.js'

export interface Stopping {
  /** Seconds until it is given up; 60 without it. */
  readonly timeout: number | undefined
  /** The guest is asked; without it QEMU is told to quit. */
  readonly asksGuest: boolean
  /** QEMU is ended when that doesn't help. */
  readonly force: boolean
}

const PATIENCE = 60
const PATIENCE_WITH_SIGTERM = 10
/** Seconds that any clock can wait. */
const LONGEST = 2 ** 31

type Deed = 'pause' | 'resume' | 'reset' | 'powerdown' | 'wakeup' | 'quit' | 'signal'

/** `wakeup` boots a guest that is off, and starts QEMU where there is none. */
const COMMANDS: Readonly<Record<Deed, string>> = {
  pause: 'stop',
  resume: 'cont',
  reset: 'system_reset',
  powerdown: 'system_powerdown',
  wakeup: 'system_wakeup',
  quit: 'quit',
  signal: 'kill',
}

/** Throws PveError when QEMU can't do that, or isn't there. */
function command({ vm, vmid }: Guest, deed: Deed): void {
  try {
    vm.do({ vm: deed })
  } catch (error) {
    throw died(`VM ${vmid} qmp command '${COMMANDS[deed]}' failed - ${(error as Error).message}`)
  }
}

export function start(guest: Guest, worker: Worker): Steps {
  return guest.locked(worker.print, () => {
    if (guest.isRunning) throw died(`VM ${guest.vmid} already running`)
    command(guest, 'wakeup')
  })
}

export function stop(guest: Guest, worker: Worker, stopping: Stopping): Steps {
  return guest.locked(worker.print, () => stopLocked(guest, worker, stopping))
}

/** Whoever has the lock. A VM that doesn't run is stopped already. */
export function* stopLocked(guest: Guest, { print }: Worker, { timeout, asksGuest, force }: Stopping): Steps {
  if (!guest.isRunning) return
  const { clock } = guest.vm.guest
  try {
    if (asksGuest) yield* askToShutDown(guest, print, timeout)
    else command(guest, 'quit')
  } catch (error) {
    // A worker that gets a signal here fails at its command too.
    if (!(error instanceof PveError || error instanceof Interrupt)) throw error
    if (!guest.isRunning) {
      print('Unexpected: VM shutdown command failed, but VM not running anymore..')
      return
    }
    if (!force) throw died('VM quit/powerdown failed')
    print('VM quit/powerdown failed - terminating now with SIGTERM')
    yield* terminate(guest)
    return
  }
  if (yield* whileFor(clock, timeout ?? PATIENCE, () => guest.isRunning)) return
  if (!force) throw died('VM quit/powerdown failed - got timeout')
  print('VM still running - terminating now with SIGTERM')
  yield* terminate(guest)
}

function* askToShutDown(guest: Guest, print: Worker['print'], timeout: number | undefined): Steps {
  if (!guest.hasAgent) return command(guest, 'powerdown')
  // The host's process may end meanwhile, as in all that a task waits for.
  const background = true
  const absence = yield* settled(agentAbsence(guest, { background }))
  if (absence !== undefined) {
    print(`QEMU Guest Agent is not running - ${absence}`)
    return command(guest, 'powerdown')
  }
  const patience = timeout === undefined ? {} : { timeout: Math.min(timeout, LONGEST) * 1000 }
  // An error of the agent's is no failure: only that the VM goes on running will tell.
  yield* settled(agentCommand(guest, 'guest-shutdown', {}, { ...patience, background }))
}

function* terminate(guest: Guest): Steps {
  if (guest.isRunning) command(guest, 'signal')
  yield* whileFor(guest.vm.guest.clock, PATIENCE_WITH_SIGTERM, () => guest.isRunning)
}

export function reset(guest: Guest, worker: Worker): Steps {
  return guest.locked(worker.print, () => {
    guest.assertRunning()
    command(guest, 'reset')
  })
}

/** Of the machine, whose guest knows nothing of it. */
export function suspend(guest: Guest, worker: Worker): Steps {
  return guest.locked(worker.print, () => {
    guest.assertRunning()
    command(guest, 'pause')
  })
}

export function resume(guest: Guest, worker: Worker): Steps {
  return guest.locked(worker.print, () => {
    guest.assertRunning()
    const { status } = guest.vm
    if (status !== 'running') command(guest, status === 'suspended' ? 'wakeup' : 'resume')
  })
}
