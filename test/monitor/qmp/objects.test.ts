import { describe, expect, test } from 'vitest'
import { writeJson } from '../../../src/json/write.js'
import { executeQmp } from '../../../src/monitor/qmp/registry.js'
import { processOf, vmOf } from './host.js'

describe('objects of QEMU', () => {
  test('are the port of the agent and what has it', async () => {
    const vm = await vmOf()
    expect(vm.qmp.execute('qom-list', { path: '/machine/peripheral' })).toEqual([
      { name: 'type', type: 'string' },
      { name: 'virtio-serial0', type: 'child<virtio-serial-pci>' },
      { name: 'channel0', type: 'child<virtserialport>' },
    ])
    expect(vm.qmp.execute('qom-get', { path: 'channel0', property: 'type' })).toBe('virtserialport')
  })

  test('tell the time of the hardware clock', async () => {
    const vm = await vmOf()
    vm.advance('90s')
    expect(vm.qmp.execute('qom-get', { path: '/machine', property: 'rtc-time' })).toEqual({
      tm_year: 126n,
      tm_mon: 0n,
      tm_mday: 1n,
      tm_hour: 0n,
      tm_min: 1n,
      tm_sec: 30n,
    })
  })

  test('are found by the end of their path, with or without slashes too many', async () => {
    const vm = await vmOf({ machine: 'pc-q35-7.2' })
    for (const path of ['machine', '/machine/', '//machine']) {
      expect(vm.qmp.execute('qom-get', { path, property: 'type' })).toBe('pc-q35-7.2-machine')
    }
  })

  test('are those of the command line, where it is known', async () => {
    const vm = await vmOf()
    vm.qemu.devices = [
      { type: 'virtio-serial-pci', id: 'vs7' },
      { type: 'virtserialport', id: 'port3' },
      { type: 'virtserialport' },
    ]
    vm.qemu.objects = [
      { type: 'rng-random', id: 'r0' },
      { type: 'iothread', id: 'io1' },
    ]
    const children = (path: string) =>
      (vm.qmp.execute('qom-list', { path }) as { name: string; type: string }[]).slice(1)
    expect(children('/machine/peripheral')).toEqual([
      { name: 'vs7', type: 'child<virtio-serial-pci>' },
      { name: 'port3', type: 'child<virtserialport>' },
    ])
    expect(children('/machine/peripheral-anon')).toEqual([{ name: 'device[0]', type: 'child<virtserialport>' }])
    expect(children('/objects')).toEqual([
      { name: 'r0', type: 'child<rng-random>' },
      { name: 'io1', type: 'child<iothread>' },
      { name: 'pc.ram', type: 'child<memory-backend-ram>' },
    ])
    expect(vm.qmp.execute('query-iothreads')).toEqual([
      {
        id: 'io1',
        'thread-id': 4194307n,
        'poll-max-ns': 32768n,
        'poll-grow': 0n,
        'poll-shrink': 0n,
        'aio-max-batch': 0n,
      },
    ])
  })

  test.each([{}, { machine: 'pc-q35-7.2' }, { kvm: true }])(
    'have the hardware clock where RTC_CHANGE tells: %o',
    async qemu => {
      const vm = await vmOf(qemu)
      vm.guest.setRtc(0n)
      const change = vm.events.findLast(event => event.type === 'qemu' && event.event === 'RTC_CHANGE')
      const path = change !== undefined && 'data' in change ? (change.data as { 'qom-path': string })['qom-path'] : ''
      expect(vm.qmp.execute('qom-get', { path, property: 'type' })).toBe('mc146818rtc')
      expect(vm.qmp.execute('qom-get', { path, property: 'date' })).toMatchObject({ tm_year: 70n, tm_mday: 1n })
    },
  )
})

describe('types', () => {
  test('of devices have the properties that matter', async () => {
    const qemu = processOf(await vmOf())
    const told = executeQmp(qemu, 'device-list-properties', new Map([['typename', 'PIIX4_PM']]))
    expect(writeJson(told)).toBe(
      '[{"default-value": 0, "name": "disable_s3", "type": "uint8"}, {"default-value": 0, "name": "disable_s4", "type": "uint8"}]',
    )
  })

  test.each(['memory-backend-file', 'memory-backend-memfd', 'max-x86_64-cpu', 'none-machine'])(
    'have %s, of which libvirt asks and does not expect that it is unknown',
    async typename => {
      const vm = await vmOf()
      expect(vm.qmp.execute('qom-list-properties', { typename })).toEqual([{ name: 'type', type: 'string' }])
    },
  )

  test('are listed with those that they derive from', async () => {
    const vm = await vmOf()
    const names = (args: object) =>
      (vm.qmp.execute('qom-list-types', { ...args }) as { name: string }[]).map(it => it.name)
    expect(names({})).toEqual(expect.arrayContaining(['tcg-accel', 'virtserialport', 'pc-i440fx-7.2-machine']))
    expect(names({})).not.toContain('pci-device')
    expect(names({ implements: 'accel' })).toEqual(['tcg-accel', 'kvm-accel'])
    expect(names({ implements: 'accel', abstract: true })).toEqual(['tcg-accel', 'kvm-accel', 'accel'])
  })

  test('have those of which most domains of libvirt are made', async () => {
    const vm = await vmOf()
    const names = (vm.qmp.execute('qom-list-types') as { name: string }[]).map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining([
        ...['rng-random', 'virtio-rng-pci', 'VGA', 'iothread', 'isa-serial', 'virtio-balloon-pci', 'qemu-xhci'],
        ...['virtio-gpu-pci', 'qxl', 'bochs-display', 'virtio-scsi-pci', 'ich9-usb-ehci1'],
      ]),
    )
  })
})
