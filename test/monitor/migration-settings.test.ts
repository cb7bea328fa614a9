import { describe, expect, test } from 'vitest'
import { createVm, type Vm } from '../../src/index.js'
import type { PlainJson } from '../../src/json/plain.js'
import type { MigrationCapability } from '../../src/monitor/migration-capabilities.js'

async function fresh(): Promise<Vm> {
  return createVm({ scenario: { extends: 'default', qemu: { start: 'boot' } }, clock: { mode: 'manual' } })
}

function enable(vm: Vm, ...names: MigrationCapability[]): void {
  vm.qmp.execute('migrate-set-capabilities', { capabilities: names.map(capability => ({ capability, state: true })) })
}

function enabled(vm: Vm): string[] {
  const all = vm.qmp.execute('query-migrate-capabilities') as unknown as { capability: string; state: boolean }[]
  return all.filter(({ state }) => state).map(({ capability }) => capability)
}

function parameters(vm: Vm): Record<string, PlainJson> {
  return vm.qmp.execute('query-migrate-parameters') as Record<string, PlainJson>
}

function set(vm: Vm, given: Readonly<Record<string, unknown>>): void {
  vm.qmp.execute('migrate-set-parameters', given)
}

describe('parameters that QEMU refuses', () => {
  const throttle = 'expects an integer in the range of 1 to 99'
  const announce = 'expects a value between 0 and 100000'
  const cache = "'xbzrle_cache_size' expects a power of two no less than the target page size"
  test.each<[Record<string, unknown>, string]>([
    [{ 'compress-level': 10 }, "'compress_level' expects a value between 0 and 9"],
    [{ 'compress-level': 'a' }, "'compress-level' expects uint64"],
    [{ 'compress-threads': 0 }, "'compress_threads' expects a value between 1 and 255"],
    [{ 'compress-threads': 300 }, "'compress-threads' expects uint8_t"],
    [{ 'multifd-channels': -1 }, "'multifd-channels' expects uint8_t"],
    [{ 'decompress-threads': 0 }, "'decompress_threads' expects a value between 1 and 255"],
    [{ 'throttle-trigger-threshold': 0 }, "'throttle_trigger_threshold' expects an integer in the range of 1 to 100"],
    [{ 'cpu-throttle-initial': 0 }, `'cpu_throttle_initial' ${throttle}`],
    [{ 'cpu-throttle-increment': 100 }, `'cpu_throttle_increment' ${throttle}`],
    [{ 'downtime-limit': 2_000_001 }, "'downtime_limit' expects an integer in the range of 0 to (2000 * 1000) ms"],
    [{ 'multifd-channels': 0 }, "'multifd_channels' expects a value between 1 and 255"],
    [{ 'xbzrle-cache-size': 3 }, cache],
    [{ 'xbzrle-cache-size': 2048 }, cache],
    [{ 'xbzrle-cache-size': 12288 }, cache],
    [{ 'max-cpu-throttle': 5 }, "'max_cpu_throttle' expects an integer in the range of cpu_throttle_initial to 99"],
    [{ 'announce-initial': 1_000_000 }, `'announce_initial' ${announce}`],
    [{ 'announce-max': 1_000_000 }, `'announce_max' ${announce}`],
    [{ 'announce-rounds': 1001 }, "'announce_rounds' expects a value between 0 and 1000"],
    [{ 'announce-step': 0 }, "'announce_step' expects a value between 0 and 10000"],
    [{ 'x-checkpoint-delay': 4_294_967_296 }, "'x-checkpoint-delay' expects uint32_t"],
    [{ 'block-bitmap-mapping': [{}] }, "'block-bitmap-mapping[0].node-name' is missing"],
    // Of several the first one in an order of QEMU's own.
    [
      { 'multifd-channels': 0, 'downtime-limit': 3_000_000 },
      "'downtime_limit' expects an integer in the range of 0 to (2000 * 1000) ms",
    ],
    [{ 'announce-initial': 1_000_000, 'xbzrle-cache-size': 3, 'max-cpu-throttle': 100 }, cache],
  ])('%o', async (given, text) => {
    await using vm = await fresh()
    const before = parameters(vm)
    expect(() => set(vm, { ...given, 'max-bandwidth': 1 })).toThrow(`Parameter ${text}`)
    expect(parameters(vm)).toEqual(before)
  })

  test('of TLS are neither texts nor null', async () => {
    await using vm = await fresh()
    expect(() => set(vm, { 'tls-creds': 1 })).toThrow("Invalid parameter type for 'tls-creds', expected: StrOrNull")
  })
})

test('parameters are kept, null as an empty text, and a mapping only where there is one', async () => {
  await using vm = await fresh()
  const before = parameters(vm)
  set(vm, { 'tls-creds': null, 'tls-hostname': 'host', 'max-bandwidth': -1, 'block-bitmap-mapping': [] })
  expect(parameters(vm)).toEqual({
    ...before,
    'tls-hostname': 'host',
    'max-bandwidth': 18446744073709551615n,
    'block-bitmap-mapping': [],
  })
})

test('the levels of multifd compression are taken and forgotten', async () => {
  await using vm = await fresh()
  set(vm, { 'multifd-zlib-level': 5, 'multifd-zstd-level': 21 })
  expect(parameters(vm)).toMatchObject({ 'multifd-zlib-level': 1n, 'multifd-zstd-level': 1n })
})

describe('capabilities that do not go together', () => {
  const zeroCopy = 'Zero copy only available for non-compressed non-TLS multifd migration'
  test.each<[MigrationCapability[], string]>([
    [['postcopy-preempt'], 'Postcopy preempt requires postcopy-ram'],
    [['zero-copy-send'], zeroCopy],
    [['zero-copy-send', 'multifd', 'compress', 'postcopy-preempt'], zeroCopy],
    [['background-snapshot', 'postcopy-ram', 'xbzrle'], 'Background-snapshot is not compatible with postcopy-ram'],
    [['background-snapshot', 'xbzrle', 'x-colo'], 'Background-snapshot is not compatible with xbzrle'],
    [['compress', 'multifd'], 'Multifd is not compatible with compress'],
    [['postcopy-ram', 'x-ignore-shared', 'compress', 'multifd'], 'Postcopy is not compatible with ignore-shared'],
  ])('%o', async (names, text) => {
    await using vm = await fresh()
    expect(() => enable(vm, ...names)).toThrow(text)
    expect(enabled(vm)).toEqual([])
  })

  test('are looked at with those that are enabled already, and with TLS', async () => {
    await using vm = await fresh()
    enable(vm, 'postcopy-ram', 'postcopy-preempt')
    const off = { capabilities: [{ capability: 'postcopy-ram', state: false }] }
    expect(() => vm.qmp.execute('migrate-set-capabilities', off)).toThrow('Postcopy preempt requires postcopy-ram')
    enable(vm, 'multifd', 'zero-copy-send')
    expect(() => set(vm, { 'tls-creds': 'x' })).toThrow(zeroCopy)
  })
})

describe('settings', () => {
  test('go back with a snapshot', async () => {
    await using vm = await fresh()
    enable(vm, 'events')
    const snapshot = structuredClone(vm.snapshot())
    enable(vm, 'xbzrle')
    set(vm, { 'downtime-limit': 500 })
    vm.restore(snapshot)
    expect([enabled(vm), parameters(vm)['downtime-limit']]).toEqual([['events'], 300n])
  })

  test('and actions begin anew with a new process', async () => {
    await using vm = await fresh()
    enable(vm, 'events')
    set(vm, { 'downtime-limit': 500 })
    vm.qmp.execute('set-action', { reboot: 'shutdown' })
    vm.qmp.execute('quit')
    vm.wakeup()
    expect([enabled(vm), parameters(vm)['downtime-limit']]).toEqual([[], 300n])
    vm.qmp.execute('system_reset')
    expect(vm.status).toBe('running')
  })
})
