/** What is done to VirtualMachines below their names: start, stop, restart. Their strategy is Manual. */
import type { KubevirtGuest } from '../objects/guest.js'
import type { Refusal } from './status.js'
import { virtApiRefusal } from './virt-api.js'

type Action = (guest: KubevirtGuest, options: Options) => Refusal | undefined

interface Options {
  readonly paused?: unknown
  readonly gracePeriod?: unknown
  readonly gracePeriodSeconds?: unknown
  readonly dryRun?: unknown
}

const ACTIONS: Readonly<Record<string, Action>> = { start, stop, restart }

export const machineActions = Object.keys(ACTIONS)

/** @param action One of `machineActions`. */
export function doToMachine(action: string, guest: KubevirtGuest | undefined, name: string, body: string): Response {
  const run = ACTIONS[action] as Action
  if (guest === undefined) {
    return virtApiRefusal({
      code: 404,
      reason: 'NotFound',
      message: `virtualmachine.kubevirt.io ${JSON.stringify(name)} not found`,
      details: detailsOf(name),
    })
  }
  const options = optionsOf(body)
  const refusal = typeof options === 'string' ? badRequest(unreadable(options)) : run(guest, options)
  return refusal === undefined ? new Response(null, { status: 202 }) : virtApiRefusal(refusal)
}

function start(guest: KubevirtGuest, { paused, dryRun }: Options): Refusal | undefined {
  if (guest.isAlive) return conflict(guest, 'VM is already running')
  if (!isDry(dryRun)) guest.start({ paused: paused === true })
  return undefined
}

function stop(guest: KubevirtGuest, { gracePeriod, dryRun }: Options): Refusal | undefined {
  if (!guest.isAlive) return conflict(guest, 'VM is not running')
  if (!isDry(dryRun)) guest.delete(typeof gracePeriod === 'number' ? { gracePeriod } : {})
  return undefined
}

function restart(guest: KubevirtGuest, { gracePeriodSeconds: seconds, dryRun }: Options): Refusal | undefined {
  if (typeof seconds === 'number' && seconds > 0) {
    return badRequest('For force restart, only gracePeriod=0 is supported for now')
  }
  if (typeof seconds === 'number' && seconds < 0) return badRequest('gracePeriod has to be greater or equal to 0')
  if (!guest.hasInstance) return conflict(guest, 'VM is not running: Halted')
  if (!isDry(dryRun)) guest.delete({ startsAgain: true, ...(seconds === 0 && { gracePeriod: 0 }) })
  return undefined
}

function isDry(dryRun: unknown): boolean {
  return Array.isArray(dryRun) && dryRun.includes('All')
}

/** Text: what is wrong with it. */
function optionsOf(body: string): Options | string {
  if (body.trim() === '') return {}
  try {
    const options: unknown = JSON.parse(body)
    return typeof options === 'object' && options !== null && !Array.isArray(options) ? options : 'it is no object'
  } catch (error) {
    return (error as Error).message
  }
}

const unreadable = (why: string) => `Can not unmarshal Request body to struct, error: ${why}`

function badRequest(message: string): Refusal {
  return { code: 400, reason: 'BadRequest', message }
}

function conflict({ name }: KubevirtGuest, why: string): Refusal {
  return {
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on virtualmachine.kubevirt.io ${JSON.stringify(name)}: ${why}`,
    details: detailsOf(name),
  }
}

function detailsOf(name: string) {
  return { name, group: 'kubevirt.io', kind: 'virtualmachine' }
}
