import { describe, expect, onTestFinished, test } from 'vitest'
import { proxmoxService } from '../../../../src/http/proxmox/service.js'
import type { ScenarioInput } from '../../../../src/scenario/load.js'
import { createVm } from '../../../../src/vm.js'
import { ok, refused } from '../answers.js'
import { ask } from '../ask.js'

async function machine(scenario: ScenarioInput = {}) {
  const vm = await createVm({ scenario: { extends: 'debian-12', ...scenario } as ScenarioInput })
  onTestFinished(() => vm.close())
  return vm
}

const data = async (service: Parameters<typeof ask>[0], path: string) => (await ask(service, 'GET', path)).body.data

const RUNNING = {
  vmid: 100,
  pid: 1000,
  status: 'running',
  name: 'inline',
  cpus: 2,
  cpu: 0,
  maxmem: 2147483648,
  mem: 0,
  maxdisk: 21474836480,
  disk: 0,
  diskread: 0,
  diskwrite: 0,
  uptime: 191,
  netin: 1290,
  netout: 2050,
}
const PRESSURES = {
  memhost: 0,
  pressurecpusome: 0,
  pressurecpufull: 0,
  pressureiosome: 0,
  pressureiofull: 0,
  pressurememorysome: 0,
  pressurememoryfull: 0,
}
const OF_QEMU = {
  qmpstatus: 'running',
  'running-machine': 'pc-q35-7.2',
  'running-qemu': '7.2.22',
  nics: { tap100i0: { netin: 1290, netout: 2050 } },
}
const STOPPED = { ...RUNNING, pid: undefined, status: 'stopped', uptime: 0, netin: 0, netout: 0, memhost: 0 }

describe('the list of VMs', () => {
  test('tells what the node knows, and with full what QEMU says', async () => {
    const service = proxmoxService(await machine())
    expect(await data(service, '/nodes/pve/qemu')).toEqual([{ ...RUNNING, ...PRESSURES }])
    expect(await data(service, '/nodes/pve/qemu?full=1')).toEqual([{ ...RUNNING, ...PRESSURES, ...OF_QEMU }])
  })

  test('has those of the node, and of them those that one may see', async () => {
    const secret = '11111111-2222-3333-4444-555555555555'
    const users = { 'ops@pve': { rights: { '/vms/101': ['VM.Audit'] }, tokens: { ci: { secret } } } }
    const fleet = {
      101: { vm: await machine(), name: 'db' },
      100: await machine(),
      102: { vm: await machine(), node: 'b' },
    }
    const seen = async (service: ReturnType<typeof proxmoxService>, headers = {}) => {
      const { body } = await ask(service, 'GET', '/nodes/pve/qemu', { headers })
      return body.data.map(({ vmid, name }: { vmid: number; name: string }) => [vmid, name])
    }
    expect(await seen(proxmoxService(fleet))).toEqual([
      [100, 'inline'],
      [101, 'db'],
    ])
    const headers = { authorization: `PVEAPIToken=ops@pve!ci=${secret}` }
    expect(await seen(proxmoxService(fleet, { users }), headers)).toEqual([[101, 'db']])
  })

  test('of Proxmox VE 8 has no pressures', async () => {
    const service = proxmoxService(await machine(), { version: '8.4.1' })
    expect(await data(service, '/nodes/pve/qemu')).toEqual([RUNNING])
  })
})

describe('status/current', () => {
  test('tells of a VM that runs', async () => {
    const service = proxmoxService(await machine())
    expect(await ask(service, 'GET', '/nodes/pve/qemu/100/status/current')).toEqual(
      ok({ ...RUNNING, ...PRESSURES, ...OF_QEMU, ha: { managed: 0 }, agent: 1 }),
    )
  })

  test('tells of one that does not, whether its QEMU has ended or its guest is off', async () => {
    for (const noShutdown of [true, false]) {
      const vm = await machine({ qemu: { noShutdown } })
      const service = proxmoxService({ 100: { vm, agent: false } })
      vm.do({ vm: 'off' })
      expect(vm.status).toBe(noShutdown ? 'shutdown' : 'exited')
      expect(await data(service, '/nodes/pve/qemu/100/status/current')).toEqual({
        ...STOPPED,
        qmpstatus: 'stopped',
        ha: { managed: 0 },
      })
    }
  })

  test('follows what the guest does of itself', async () => {
    const vm = await machine({ power: { boot: '20s', shutdown: '5s' }, suspend: { ram: 'ok' } })
    const service = proxmoxService(vm)
    const see = async () => {
      const { status, qmpstatus, uptime } = await data(service, '/nodes/pve/qemu/100/status/current')
      return `${status} ${qmpstatus} ${uptime}`
    }
    await vm.call('guest-shutdown')
    expect(await see()).toBe('running running 191')
    vm.advance('5s')
    expect(await see()).toBe('stopped stopped 0')
    vm.advance('1h')
    vm.wakeup()
    vm.advance('30s')
    expect(await see()).toBe('running running 30')
    vm.pause()
    expect(await see()).toBe('running paused 30')
    vm.resume()
    vm.do({ vm: 'suspend' })
    expect(await see()).toBe('running suspended 30')
    vm.wakeup()
    // A reboot of the guest's own leaves the process alone.
    await vm.call('guest-shutdown', { mode: 'reboot' })
    vm.advance('25s')
    expect(await see()).toBe('running running 55')
    vm.do({ vm: 'quit' })
    expect(await see()).toBe('stopped stopped 0')
  })

  test('counts from when the machine was begun that has not run before', async () => {
    const vm = await machine({ qemu: { start: 'boot' }, clock: { uptime: '1h' } })
    vm.advance('7s')
    const { uptime } = await data(proxmoxService(vm), '/nodes/pve/qemu/100/status/current')
    expect(uptime).toBe(7)
  })
})

test('what the guest writes to its disks is counted', async () => {
  const vm = await machine()
  const service = proxmoxService(vm)
  const see = async () => {
    const { diskwrite } = await data(service, '/nodes/pve/qemu/100/status/current')
    return diskwrite
  }
  expect(await see()).toBe(0)
  const handle = await vm.call('guest-file-open', { path: '/var/tmp/file', mode: 'w' })
  await vm.call('guest-file-write', { handle, 'buf-b64': Buffer.alloc(8192).toString('base64') })
  await vm.call('guest-file-flush', { handle })
  vm.advance('1m')
  expect(await see()).toBe(8192)
  vm.do({ vm: 'off' })
  expect(await see()).toBe(0)
})

describe('the configuration', () => {
  test('is what its guest shows of it, and the same as a list', async () => {
    const scenario = {
      vcpus: 8,
      qemu: { uuid: '6F5A7E5E-7A3C-4B0F-9D2E-3C1B2A190807', topology: { sockets: 2, cores: 2, threads: 2 } },
    }
    const service = proxmoxService(await machine(scenario as ScenarioInput))
    const config = await data(service, '/nodes/pve/qemu/100/config?current=1')
    expect(config).toEqual({
      agent: '1',
      cores: 4,
      memory: '2048',
      name: 'inline',
      net0: 'virtio=52:54:00:6B:3C:58,bridge=vmbr0',
      ostype: 'l26',
      smbios1: 'uuid=6f5a7e5e-7a3c-4b0f-9d2e-3c1b2a190807',
      sockets: 2,
      digest: expect.stringMatching(/^[\da-f]{40}$/),
    })
    const entries = Object.entries(config).map(([key, value]) => ({ key, value }))
    expect(await data(service, '/nodes/pve/qemu/100/pending')).toEqual(entries)
  })

  test('has no agent where none is configured, and another digest then', async () => {
    const vm = await machine()
    const config = await data(proxmoxService({ 100: { vm, agent: false } }), '/nodes/pve/qemu/100/config')
    expect(config.agent).toBe(undefined)
    const { digest } = await data(proxmoxService(vm), '/nodes/pve/qemu/100/config')
    expect(config.digest).not.toBe(digest)
  })

  test.each([
    ['windows-server-2022', 'win11'],
    ['freebsd-14', 'other'],
    ['alpine-3.20', 'l26'],
  ])('of %s has the type %s', async (parent, ostype) => {
    const config = await data(proxmoxService(await machine({ extends: parent })), '/nodes/pve/qemu/100/config')
    expect([config.ostype, config.net0]).toEqual([ostype, expect.stringMatching(/^virtio=(?:[\dA-F]{2}:?){6},bridge/)])
  })

  test('of a snapshot is not there', async () => {
    const service = proxmoxService(await machine())
    expect(await ask(service, 'GET', '/nodes/pve/qemu/100/config?snapshot=before')).toEqual(
      refused(500, "snapshot 'before' does not exist"),
    )
  })
})

test('what is below a VM is listed', async () => {
  const service = proxmoxService(await machine())
  const subdirs = async (path: string) => (await data(service, path)).map(({ subdir }: { subdir: string }) => subdir)
  expect(await subdirs('/nodes/pve/qemu/100')).toEqual(['config', 'pending', 'status', 'agent'])
  expect(await subdirs('/nodes/pve/qemu/100/status')).toEqual([
    'current',
    'start',
    'stop',
    'reset',
    'shutdown',
    'suspend',
    'reboot',
  ])
})

test.each(['', '/status', '/status/current', '/config', '/pending'])(
  'GET of a VM that there is not is refused: %s',
  async path => {
    const message = "Configuration file 'nodes/pve/qemu-server/101.conf' does not exist"
    expect(await ask(proxmoxService(await machine()), 'GET', `/nodes/pve/qemu/101${path}`)).toEqual(
      refused(500, message),
    )
  },
)

test.each(['/status/current', '/config', '/pending'])('GET without VM.Audit is refused: %s', async path => {
  const secret = '11111111-2222-3333-4444-555555555555'
  const users = { 'ops@pve': { rights: { '/vms/100': ['VM.PowerMgmt'] }, tokens: { ci: { secret } } } }
  const service = proxmoxService(await machine(), { users })
  const headers = { authorization: `PVEAPIToken=ops@pve!ci=${secret}` }
  expect(await ask(service, 'GET', `/nodes/pve/qemu/100${path}`, { headers })).toEqual(
    refused(403, 'Permission check failed (/vms/100, VM.Audit)'),
  )
})

describe('settings', () => {
  const proxmox = { vmid: 200, node: 'alpha', name: 'of-the-scenario', agent: false, version: '8.3.0' }

  test('are those of the scenario', async () => {
    const service = proxmoxService(await machine({ proxmox }))
    const status = await data(service, '/nodes/alpha/qemu/200/status/current')
    expect([status.name, status.agent]).toEqual(['of-the-scenario', undefined])
    expect((await data(service, '/version')).version).toBe('8.3.0')
  })

  test('are those of the options and of the fleet before them', async () => {
    const vm = await machine({ proxmox })
    const service = proxmoxService({ 100: { vm, node: 'beta', name: 'told', agent: true } }, { version: '9.1.1' })
    const status = await data(service, '/nodes/beta/qemu/100/status/current')
    expect([status.name, status.agent]).toEqual(['told', 1])
    expect((await data(service, '/version')).version).toBe('9.1.1')
  })

  test('say what is wrong with them', async () => {
    const vm = await machine()
    expect(() => proxmoxService({ 99: vm })).toThrow(
      new TypeError('proxmoxHandlers: expected a VMID from 100 to 999999999, got "99"'),
    )
  })
})
