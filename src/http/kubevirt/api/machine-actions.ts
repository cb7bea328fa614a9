/** What is done to VirtualMachines below their names: start, stop, restart. Their strategy is Manual. */
import type { KubevirtGuest } from '../objects/guest.js'
import { machineOptions } from './machine-options.js'
import { ApiError, badRequest, conflict, internal, notFound } from './status.js'
import { virtApiRefusal } from './virt-api.js'

/** What is looked at comes in the order in which virt-api looks at it. Throws ApiError. */
type Action = (guest: KubevirtGuest | undefined, name: string, body: string) => void

const ACTIONS: Readonly<Record<string, Action>> = { start, stop, restart }

export const machineActions = Object.keys(ACTIONS)

const VM = { group: 'kubevirt.io', resource: 'virtualmachine' }

/** @param action One of `machineActions`. */
export function doToMachine(action: string, guest: KubevirtGuest | undefined, name: string, body: string): Response {
  try {
    const run = ACTIONS[action] as Action
    run(guest, name, body)
    return new Response(null, { status: 202 })
  } catch (error) {
    if (error instanceof ApiError) return virtApiRefusal(error.refusal)
    throw error
  }
}

function start(known: KubevirtGuest | undefined, name: string, body: string): void {
  const guest = there(known, name)
  if (guest.isAlive) throw conflict(VM, name, 'VM is already running')
  const options = machineOptions(body, 'StartOptions')
  const paused = options.flag('paused')
  if (!options.isDry) guest.start({ paused })
}

function stop(known: KubevirtGuest | undefined, name: string, body: string): void {
  const options = machineOptions(body, 'StopOptions')
  const gracePeriod = options.integer('gracePeriod')
  const guest = there(known, name)
  if (!guest.isAlive) throw conflict(VM, name, 'VM is not running')
  if (!options.isDry) guest.stop(gracePeriod)
}

function restart(known: KubevirtGuest | undefined, name: string, body: string): void {
  const options = machineOptions(body, 'RestartOptions')
  const gracePeriod = options.integer('gracePeriodSeconds')
  if (gracePeriod !== undefined && gracePeriod > 0) {
    throw badRequest('For force restart, only gracePeriod=0 is supported for now')
  }
  if (gracePeriod !== undefined && gracePeriod < 0) throw badRequest('gracePeriod has to be greater or equal to 0')
  const guest = there(known, name)
  if (!guest.hasInstance) throw conflict(VM, name, 'VM is not running: Halted')
  // A stop takes the place of what was asked for before; a restart doesn't.
  if (guest.isChanging) throw internal('unable to complete request: stop/start already underway')
  if (!options.isDry) guest.restart(gracePeriod)
}

function there(guest: KubevirtGuest | undefined, name: string): KubevirtGuest {
  if (guest === undefined) throw notFound(VM, name)
  return guest
}
