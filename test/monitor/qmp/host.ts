/** A VM, and clients of its monitors that keep what they read. */
import type { Duplex } from 'node:stream'
import { createVm, type ScenarioInput, type Vm } from '../../../src/index.js'
import type { QemuProcess } from '../../../src/monitor/qemu.js'
import { QapiError } from '../../../src/qapi/errors.js'
import type { MonitorOptions } from '../../../src/vm-qmp.js'

export const GREETING =
  '{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": "Debian 1:7.2+dfsg-7+deb12u18+b3"}, "capabilities": ["oob"]}}\r\n'
export const DONE = '{"return": {}}\r\n'
export const NEGOTIATE = '{"execute": "qmp_capabilities"}\n'

/** At the start of the clock of a test. */
const AT = '"timestamp": {"seconds": 1767225600, "microseconds": 0}'

export function eventLine(name: string, data?: string, at: string = AT): string {
  return `{${at}, "event": "${name}"${data === undefined ? '' : `, "data": ${data}`}}\r\n`
}

/** All that happens by itself has happened. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(done => setImmediate(done))
}

export class Host {
  readonly stream: Duplex
  /** The other side has ended. */
  ended = false
  #read = ''

  constructor(stream: Duplex) {
    this.stream = stream
    stream.on('data', (chunk: Buffer) => {
      this.#read += chunk.toString('latin1')
    })
    stream.on('end', () => {
      this.ended = true
    })
    stream.on('error', () => {})
  }

  /** What came since the last time. */
  take(): string {
    const read = this.#read
    this.#read = ''
    return read
  }

  /** What comes of those bytes. */
  async ask(bytes: string): Promise<string> {
    this.stream.write(bytes, 'latin1')
    await settled()
    return this.take()
  }

  /** What comes of that command, with everything around it. */
  run(name: string, args?: object): Promise<string> {
    return this.ask(`${JSON.stringify({ execute: name, arguments: args })}\n`)
  }
}

export interface MonitorHost {
  readonly vm: Vm
  readonly host: Host
}

/** A VM with a manual clock, and a client of its monitor, greeted and, unless told otherwise, negotiated. */
export async function monitorHost(scenario: Partial<ScenarioInput> = {}, negotiate = true): Promise<MonitorHost> {
  const vm = await createVm({
    scenario: { extends: 'default', ...scenario } as ScenarioInput,
    clock: { mode: 'manual' },
  })
  const host = await connect(vm, {}, negotiate)
  return { vm, host }
}

export async function connect(vm: Vm, options: MonitorOptions = {}, negotiate = true): Promise<Host> {
  const host = new Host(vm.qmp.connect(options))
  await settled()
  if (negotiate) await host.ask(NEGOTIATE)
  host.take()
  return host
}

/** The process behind the interface, for what only its command line would say. */
export function processOf(vm: Vm): QemuProcess {
  return vm.qemu as QemuProcess
}

/** `qemu`: as the scenario has it. */
export function vmOf(qemu: object = {}): Promise<Vm> {
  return createVm({ scenario: { extends: 'default', vcpus: 2, qemu }, clock: { mode: 'manual' } })
}

/** The error that it throws, as class and text. */
export function failureOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof QapiError) return `${error.class}: ${error.desc}`
    throw error
  }
  return 'none'
}
