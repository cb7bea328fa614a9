import { createVm, type ScenarioInput, type Vm } from '../../../src/index.js'
import { WINDOWS } from '../../commands/windows/windows-host.js'

export interface Ran {
  readonly code: bigint | undefined
  readonly out: string
  readonly err: string
}

export interface Setting {
  /** Files of the guest, their lines ended as Windows does. */
  readonly files?: Readonly<Record<string, string>>
  readonly programs?: NonNullable<ScenarioInput['programs']>
  readonly network?: NonNullable<ScenarioInput['network']>
  readonly input?: string
  /** What is looked at before the guest goes. */
  readonly after?: (vm: Vm) => void
}

/** Noon of a Monday in UTC. */
const CLOCK = { mode: 'manual', now: '2026-03-02T12:00:00Z', timezone: 'UTC' } as const

/** Runs a program of a Windows guest to its end, with a minute of the guest's time. */
export async function runInGuest([path = '', ...arg]: readonly string[], setting: Setting = {}): Promise<Ran> {
  const { files = {}, programs = [], network = {}, input, after } = setting
  const crlf = Object.entries(files).map(([name, text]) => [name, text.replaceAll('\n', '\r\n')])
  const scenario: ScenarioInput = { ...WINDOWS, clock: CLOCK, files: Object.fromEntries(crlf), programs, network }
  await using vm = await createVm({ scenario, agent: { version: '109.1.0' } })
  const data = input === undefined ? {} : { 'input-data': Buffer.from(input).toString('base64') }
  const { pid } = await vm.call('guest-exec', { path, arg, 'capture-output': true, ...data })
  vm.advance('1m')
  const { exited, exitcode, 'out-data': out, 'err-data': err } = await vm.call('guest-exec-status', { pid })
  after?.(vm)
  if (!exited) throw new Error('it still runs')
  const text = (bytes = '') => Buffer.from(bytes, 'base64').toString('utf8').replaceAll('\r\n', '\n')
  return { code: exitcode, out: text(out), err: text(err) }
}

/** `cmd.exe /c LINE`: the agent writes a backslash before each quote in it. */
export function runLine(line: string, setting: Setting = {}): Promise<Ran> {
  return runInGuest(['cmd.exe', '/c', line], setting)
}

/** Runs a script with these lines. */
export function runScript(text: string, setting: Setting & { readonly args?: readonly string[] } = {}): Promise<Ran> {
  const files = { 'C:\\job\\run.bat': `@echo off\n${text}`, ...setting.files }
  return runInGuest(['C:\\job\\run.bat', ...(setting.args ?? [])], { ...setting, files })
}
