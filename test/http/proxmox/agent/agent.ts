/** A VM behind the API of Proxmox VE, and its agent asked as clients of the API ask. */
import { expect, onTestFinished } from 'vitest'
import type { ProxmoxMember } from '../../../../src/http/proxmox/cluster.js'
import { proxmoxService } from '../../../../src/http/proxmox/service.js'
import { createVm, type ScenarioInput, type Vm } from '../../../../src/index.js'
import { type Answer, type Asked, ask } from '../ask.js'

export const AGENT = '/nodes/pve/qemu/100/agent'

export interface Host {
  readonly vm: Vm
  /** @param call "get-osinfo"; "" for the agent itself. The guest's clock goes on while it waits. */
  get(call: string, params?: Asked['params']): Promise<Answer>
  post(call: string, params?: Asked['params']): Promise<Answer>
  ask(method: string, call: string, asked?: Asked): Promise<Answer>
  /** As `ask`, and nobody moves the clock. */
  askOnly(method: string, call: string, asked?: Asked): Promise<Answer>
}

export async function hostOf(
  scenario: string | ScenarioInput = 'debian-12',
  { member, ...options }: { member?: ProxmoxMember; transport?: 'unix-listen' } = {},
): Promise<Host> {
  const vm = await createVm({ scenario, ...(options.transport && { agent: { transport: options.transport } }) })
  onTestFinished(() => vm.close())
  const service = proxmoxService({ 100: { vm, ...member } })
  const askOnly: Host['askOnly'] = (method, call, asked) =>
    ask(service, method, call === '' ? AGENT : `${AGENT}/${call}`, asked)
  const within: Host['ask'] = (method, call, asked) => vm.until(askOnly(method, call, asked))
  return {
    vm,
    get: (call, params) => within('GET', call, params && { params }),
    post: (call, params) => within('POST', call, params && { params }),
    ask: within,
    askOnly,
  }
}

export function withFaults(...faults: NonNullable<ScenarioInput['faults']>): Promise<Host> {
  return hostOf({ extends: 'debian-12', faults })
}

const HEADERS = { 'content-type': 'application/json;charset=UTF-8' }

export function expectData({ status, reason, headers, text }: Answer, json: string): void {
  expect([status, reason, headers['content-type']]).toEqual([200, 'OK', HEADERS['content-type']])
  expect(text).toBe(`{"data":${json}}`)
}

/** @param message Without the line feed behind it. */
export function expectFailure({ status, reason, headers, body }: Answer, message: string, code = 500): void {
  expect([status, reason, headers['content-type']]).toEqual([code, message, HEADERS['content-type']])
  expect(body).toEqual({ data: null, message: `${message}\n` })
}

export function expectBadParameters({ status, reason, body }: Answer, errors: Readonly<Record<string, string>>): void {
  expect([status, reason]).toEqual([400, 'Parameter verification failed.'])
  expect(body).toEqual({ data: null, errors, message: 'Parameter verification failed.\n' })
}

/** What the agent was asked for, without the syncs. */
export function asked(vm: Vm): string[] {
  return vm.calls().flatMap(({ name }) => (name === 'guest-sync-delimited' ? [] : name.replace('guest-', '')))
}

/** What each client wrote before it left, in one piece. */
export function written(vm: Vm): string[] {
  return vm.events.flatMap(event => (event.type === 'in' ? event.data : []))
}

/** Milliseconds since the VM was created. */
export function elapsed(vm: Vm): bigint {
  return vm.guest.clock.monotonic() / 1_000_000n
}
