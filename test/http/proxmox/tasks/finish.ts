/** Waits for tasks as clients do: by asking again and again. */
import { setImmediate as turn } from 'node:timers/promises'
import type { HttpService } from '../../../../src/http/service.js'
import type { Vm } from '../../../../src/vm.js'
import { ask } from '../ask.js'

/** So many turns of the event loop as bytes in memory need for all the questions of a shutdown. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 40; turns++) await turn()
}

/** @param path Below the VM's status: "shutdown". Gives the UPID. */
export async function power(
  service: HttpService,
  path: string,
  params: Readonly<Record<string, string | number | boolean>> = {},
): Promise<string> {
  const { body } = await ask(service, 'POST', `/nodes/pve/qemu/100/status/${path}`, { params })
  await settle()
  return body.data
}

/** "running", or the exitstatus. */
export async function outcome(service: HttpService, upid: string): Promise<string> {
  const { body } = await ask(service, 'GET', `/nodes/pve/tasks/${upid}/status`)
  return body.data.exitstatus ?? body.data.status
}

export async function logOf(service: HttpService, upid: string): Promise<string[]> {
  const { body } = await ask(service, 'GET', `/nodes/pve/tasks/${upid}/log`)
  return body.data.map(({ t }: { t: string }) => t)
}

/** Moves the clock second by second until it has ended; gives how many that were, and its exitstatus. */
export async function finish(
  service: HttpService,
  vm: Vm,
  upid: string,
  within = 200,
): Promise<{ readonly seconds: number; readonly exitstatus: string }> {
  for (let seconds = 0; seconds < within; seconds++) {
    const exitstatus = await outcome(service, upid)
    if (exitstatus !== 'running') return { seconds, exitstatus }
    vm.advance('1s')
    await settle()
  }
  throw new Error(`${upid} still runs after ${within} s`)
}

export async function current(service: HttpService): Promise<Readonly<Record<string, unknown>>> {
  return (await ask(service, 'GET', '/nodes/pve/qemu/100/status/current')).body.data
}
