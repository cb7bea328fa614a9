/** A tool of the host that runs command lines in a guest, through the agent and nothing else. */
import { createVm, type ScenarioInput, type Vm } from '../../src/index.js'

export interface Ran {
  readonly out: string
  readonly err: string
  readonly exitCode?: number
  readonly signal?: number
}

export interface Surroundings {
  readonly path?: string
  readonly env?: readonly string[]
  readonly input?: string | Uint8Array
}

export const VERSIONS = ['2.11.0', '5.2.0', '7.2.22', '11.1.3'] as const

/** A Debian whose clock stands until it is moved. */
export function debian(change: ScenarioInput = {}): Promise<Vm> {
  return createVm({ scenario: { extends: 'debian-12', ...change, clock: { mode: 'manual', ...change.clock } } })
}

/** Starts `line` in a shell (default: bash). */
export async function start(vm: Vm, line: string, { path = '/bin/bash', env, input }: Surroundings = {}) {
  const { pid } = await vm.call('guest-exec', {
    ...{ path, arg: ['-c', line], 'capture-output': true },
    ...(env !== undefined && { env: [...env] }),
    ...(input !== undefined && { 'input-data': Buffer.from(input).toString('base64') }),
  })
  return pid
}

export async function isRunning(vm: Vm, pid: bigint): Promise<boolean> {
  return (await outcome(vm, pid)) === undefined
}

/** Undefined while it runs. Bytes as latin1. */
export async function rawOutcome(vm: Vm, pid: bigint): Promise<Ran | undefined> {
  const status = await vm.call('guest-exec-status', { pid })
  if (!status.exited) return undefined
  const { signal, exitcode } = status
  return {
    ...{ out: bytes(status['out-data']), err: bytes(status['err-data']) },
    ...(signal === undefined ? { exitCode: Number(exitcode) } : { signal: Number(signal) }),
  }
}

/** Undefined while it runs. Bytes as UTF-8. */
export async function outcome(vm: Vm, pid: bigint): Promise<Ran | undefined> {
  const raw = await rawOutcome(vm, pid)
  const text = (latin1: string) => Buffer.from(latin1, 'latin1').toString()
  return raw && { ...raw, out: text(raw.out), err: text(raw.err) }
}

/** The end of a process, with the guest's clock moved until it has come: an hour and no longer. */
export async function end(vm: Vm, pid: bigint, ask = outcome): Promise<Ran> {
  for (let seconds = 0; seconds <= 3600; seconds++) {
    const ran = await ask(vm, pid)
    if (ran !== undefined) return ran
    vm.advance('1s')
  }
  throw new Error(`process ${pid} still runs`)
}

export async function run(vm: Vm, line: string, surroundings?: Surroundings): Promise<Ran> {
  return end(vm, await start(vm, line, surroundings))
}

/** What it prints, as bytes in latin1. */
export async function rawRun(vm: Vm, line: string, surroundings?: Surroundings): Promise<Ran> {
  return end(vm, await start(vm, line, surroundings), rawOutcome)
}

/** A line that says nothing on standard error and succeeds: what it prints. */
export async function output(vm: Vm, line: string, surroundings?: Surroundings): Promise<string> {
  const { out, ...rest } = await run(vm, line, surroundings)
  if (rest.err !== '' || rest.exitCode !== 0) throw new Error(`${line}: ${JSON.stringify({ out, ...rest })}`)
  return out
}

/** guest-file-open, -write and -close. */
export async function upload(vm: Vm, path: string, content: string | Uint8Array, mode = 'w'): Promise<void> {
  const handle = await vm.call('guest-file-open', { path, mode })
  await vm.call('guest-file-write', { handle, 'buf-b64': Buffer.from(content).toString('base64') })
  await vm.call('guest-file-close', { handle })
}

/** guest-file-open, -read and -close. Bytes as latin1. */
export async function download(vm: Vm, path: string): Promise<string> {
  const handle = await vm.call('guest-file-open', { path })
  const { 'buf-b64': data } = await vm.call('guest-file-read', { handle, count: 1 << 20 })
  await vm.call('guest-file-close', { handle })
  return bytes(data)
}

const bytes = (base64 = '') => Buffer.from(base64, 'base64').toString('latin1')
