/** A VM whose scenario has programs, and what guest-exec and guest-exec-status tell of them. */
import { createVm, type Vm } from '../../../src/index.js'
import type { ScenarioInput } from '../../../src/scenario/load.js'

export type Programs = NonNullable<ScenarioInput['programs']>

export function vmWith(programs: Programs, more: ScenarioInput = {}): Promise<Vm> {
  return createVm({ scenario: { extends: 'default', programs, ...more } })
}

/** "prog a b": the words of a command line, which are separated by one blank. */
export function start(vm: Vm, command: string, request: { env?: string[]; input?: string } = {}): Promise<bigint> {
  const [path = '', ...arg] = command.split(' ')
  const { env, input } = request
  const more = {
    ...(env && { env }),
    ...(input !== undefined && { 'input-data': Buffer.from(input).toString('base64') }),
  }
  return vm.call('guest-exec', { path, arg, 'capture-output': true, ...more }).then(({ pid }) => pid)
}

/** What there is to tell of a process; output as text. */
export async function status(vm: Vm, pid: bigint): Promise<Readonly<Record<string, unknown>>> {
  const { 'out-data': out, 'err-data': err, ...rest } = await vm.call('guest-exec-status', { pid })
  const text = (data: string) => Buffer.from(data, 'base64').toString()
  return { ...rest, ...(out !== undefined && { out: text(out) }), ...(err !== undefined && { err: text(err) }) }
}

/** Of a program that ends at once. */
export async function run(vm: Vm, command: string, request: { env?: string[]; input?: string } = {}) {
  return status(vm, await start(vm, command, request))
}

/** What it prints. */
export async function output(vm: Vm, command: string, request: { env?: string[]; input?: string } = {}) {
  return (await run(vm, command, request)).out
}
