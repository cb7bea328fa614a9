/** Two machines of one scenario, and the way between them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createVm, type ScenarioInput, type Vm } from '../../src/index.js'
import type { MigrationTraceEvent } from '../../src/monitor/migration-events.js'

export type QemuSection = NonNullable<ScenarioInput['qemu']>

export interface Pair {
  readonly source: Vm
  readonly target: Vm
  readonly uri: string
}

/** A fresh path for a socket. */
export function socketPath(): string {
  const directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  return join(directory, 'm.sock')
}

/** A VM with a manual clock, closed when the test has ended. */
export async function vmWith(qemu: QemuSection = {}, scenario: Partial<ScenarioInput> = {}): Promise<Vm> {
  const vm = await createVm({
    scenario: { extends: 'default', ...scenario, qemu: { ...scenario.qemu, ...qemu } } as ScenarioInput,
    clock: { mode: 'manual' },
  })
  onTestFinished(() => vm.close())
  return vm
}

export async function pair({
  source = {},
  target = {},
  scenario = {},
}: {
  readonly source?: QemuSection
  readonly target?: QemuSection
  readonly scenario?: Partial<ScenarioInput>
} = {}): Promise<Pair> {
  const uri = `unix:${socketPath()}`
  return { source: await vmWith(source, scenario), target: await vmWith({ ...target, incoming: uri }, scenario), uri }
}

const hasCome = (vm: Vm, way: MigrationTraceEvent['way'], status: MigrationTraceEvent['status']) =>
  vm.events.some(event => event.type === 'migration' && event.way === way && event.status === status)

/** A migration has come so far, and what comes of that has happened. */
export async function reached(vm: Vm, way: MigrationTraceEvent['way'], status: MigrationTraceEvent['status']) {
  if (!hasCome(vm, way, status)) {
    await new Promise<void>(done => {
      const stop = vm.onEvent(event => {
        if (event.type !== 'migration' || event.way !== way || event.status !== status) return
        stop()
        done()
      })
    })
  }
  await settled()
}

/** What is in memory has arrived. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await new Promise(done => setImmediate(done))
}

/** Sends the guest over, to its end. */
export async function migrate({ source, target, uri }: Pair): Promise<void> {
  source.qmp.execute('migrate', { uri })
  await Promise.all([reached(source, 'out', 'completed'), reached(target, 'in', 'completed')])
}

export function hearEvents(...vms: Vm[]): void {
  const capabilities = [{ capability: 'events', state: true }]
  for (const vm of vms) vm.qmp.execute('migrate-set-capabilities', { capabilities })
}

/** The names of the events that the monitors are told, with what tells them apart. */
export function told(vm: Vm): string[] {
  return vm.events.flatMap(event => {
    if (event.type !== 'qemu') return []
    const data = 'data' in event ? event.data : {}
    const detail = Object.values(data)
      .filter(value => value !== 'channel0')
      .join(' ')
    return [`${event.event} ${detail}`.trim()]
  })
}
