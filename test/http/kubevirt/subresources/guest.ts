/** A VirtualMachineInstance without a cluster around it. */
import { setImmediate as turn } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { withServerHeaders } from '../../../../src/http/kubevirt/api/answer.js'
import { GuestAgent } from '../../../../src/http/kubevirt/guest-agent/guest-agent.js'
import { releaseOf } from '../../../../src/http/kubevirt/subresources/release.js'
import type { SubresourceGuest } from '../../../../src/http/kubevirt/subresources/subresource.js'
import { subresources } from '../../../../src/http/kubevirt/subresources/subresources.js'
import { createVm, type ScenarioInput, type Vm } from '../../../../src/index.js'

/** One that waits for a freeze no longer than libvirt waits for a command. */
export const OLD = 'v1.5.2'

export async function guestOf(
  scenario: string | ScenarioInput = 'default',
  version = 'v1.6.2',
): Promise<SubresourceGuest> {
  const vm = await createVm({ scenario })
  onTestFinished(() => vm.close())
  const [agent, release] = [new GuestAgent(vm), releaseOf(version)]
  return { namespace: 'default', name: 'testvm', uid: '', vm, agent, release }
}

export interface Answer {
  readonly status: number
  readonly reason: string
  readonly type: string | null
  readonly text: string
}

/** A request for a subresource of it; `guest`: undefined for one that isn't there. */
export async function ask(guest: SubresourceGuest | undefined, name: string, body = ''): Promise<Answer> {
  const subresource = subresources.find(it => it.name === name)
  if (subresource === undefined) throw new Error(`no subresource ${name}`)
  // The API server passes on what virt-api has answered.
  const response = withServerHeaders(await subresource.run(guest, 'testvm', body), 0)
  const { status, statusText: reason, headers } = response
  return { status, reason, type: headers.get('content-type'), text: await response.text() }
}

/** What the agent was asked for, in order, those left out that have no place in the question. */
export function commands(vm: Vm, without: readonly string[] = ['guest-sync']): string[] {
  return vm
    .calls()
    .map(({ name }) => name)
    .filter(name => !without.includes(name))
}

export const DONE: Answer = { status: 200, reason: 'OK', type: null, text: '' }

/** A Status object in virt-api's layout. */
export function refusal(status: number, reason: string, word: string, message: string, details?: object): Answer {
  const body = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason: word,
    ...(details && { details }),
    code: status,
  }
  const text = JSON.stringify(body, null, 1).replaceAll('\n', '\n ')
  return { status, reason, type: 'application/json', text }
}

export function internalError(why: string): Answer {
  const details = { causes: [{ message: why }] }
  return refusal(500, 'Internal Server Error', 'InternalError', `Internal error occurred: ${why}`, details)
}

const DETAILS = { name: 'testvm', group: 'kubevirt.io', kind: 'virtualmachineinstance' }

export function conflict(why: string): Answer {
  const message = `Operation cannot be fulfilled on virtualmachineinstance.kubevirt.io "testvm": ${why}`
  return refusal(409, 'Conflict', 'Conflict', message, DETAILS)
}

export const NOT_FOUND = refusal(
  404,
  'Not Found',
  'NotFound',
  'virtualmachineinstance.kubevirt.io "testvm" not found',
  DETAILS,
)

/** What is only read fails so. */
export function failure(text: string): Answer {
  return { status: 500, reason: 'Internal Server Error', type: 'text/plain; charset=utf-8', text }
}

export function isFrozen(vm: Vm): boolean {
  return vm.guest.mounts.table.some(mount => vm.guest.mounts.isFrozen(mount))
}

/** The turns of the event loop that bytes in memory need. */
export async function settled(): Promise<void> {
  for (let turns = 0; turns < 50; turns++) await turn()
}
