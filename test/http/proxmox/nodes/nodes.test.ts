import { describe, expect, onTestFinished, test } from 'vitest'
import { proxmoxService } from '../../../../src/http/proxmox/service.js'
import { createVm } from '../../../../src/vm.js'
import { ok, refused, refusedParameters } from '../answers.js'
import { ask } from '../ask.js'

const GIB = 2 ** 30
const SECRET = '11111111-2222-3333-4444-555555555555'
const AS_OPS = { authorization: `PVEAPIToken=ops@pve!ci=${SECRET}` }

async function machine(scenario: Readonly<Record<string, unknown>> = {}) {
  const vm = await createVm({ scenario: { extends: 'debian-12', ...scenario } })
  onTestFinished(() => vm.close())
  return vm
}

type Service = ReturnType<typeof proxmoxService>

const data = async (service: Service, path: string, headers = {}) =>
  (await ask(service, 'GET', path, { headers })).body.data

/** Somebody who may see one VM, and nothing else. */
const limited = { users: { 'ops@pve': { rights: { '/vms/100': 'PVEVMUser' }, tokens: { ci: { secret: SECRET } } } } }

test('the version is told, of the cluster and of a node', async () => {
  const service = proxmoxService(await machine(), { version: '8.4.1' })
  const version = { version: '8.4.1', release: '8.4', repoid: expect.stringMatching(/^[\da-f]{16}$/) }
  expect(await data(service, '/version')).toEqual(version)
  expect(await data(service, '/nodes/pve/version')).toEqual(version)
  expect((await data(proxmoxService(await machine()), '/version')).version).toBe('9.0.3')
})

describe('a node', () => {
  const stats = { cpu: 0, maxcpu: 2, mem: 2 * GIB, maxmem: 2 * GIB, disk: 0, maxdisk: 0, uptime: 191 }
  const pve = { id: 'node/pve', node: 'pve', type: 'node', status: 'online', level: '' }

  test('is as large as its VMs, and uses what those have that run', async () => {
    const [vm, off] = [await machine(), await machine({ vcpus: 6, memory: { size: '4GiB' } })]
    off.do({ vm: 'off' })
    vm.advance('9s')
    const service = proxmoxService({ 100: vm, 101: off })
    const expected = { ...stats, maxcpu: 8, maxmem: 6 * GIB, uptime: 200 }
    expect(await ask(service, 'GET', '/nodes')).toEqual(ok([{ ...pve, ...expected }], { seconds: 9 }))
  })

  test('has a status', async () => {
    expect(await data(proxmoxService(await machine()), '/nodes/pve/status')).toEqual({
      uptime: 191,
      loadavg: ['0.00', '0.00', '0.00'],
      cpu: 0,
      wait: 0,
      idle: 0,
      cpuinfo: { cpus: 2, cores: 2, sockets: 1 },
      memory: { total: 2 * GIB, used: 2 * GIB, free: 0 },
      swap: { total: 0, used: 0, free: 0 },
      rootfs: { total: 0, used: 0, avail: 0, free: 0 },
      ksm: { shared: 0 },
      pveversion: expect.stringMatching(/^pve-manager\/9\.0\.3\/[\da-f]{16}$/),
    })
  })

  test('shows those who may not audit it only that it is there', async () => {
    const service = proxmoxService(await machine(), limited)
    expect(await data(service, '/nodes', AS_OPS)).toEqual([pve])
    expect(await ask(service, 'GET', '/nodes/pve/status', { headers: AS_OPS })).toEqual(
      refused(403, 'Permission check failed (/nodes/pve, Sys.Audit)'),
    )
  })

  test('lists what is below it', async () => {
    expect(await data(proxmoxService(await machine()), '/nodes/pve')).toEqual([
      { name: 'qemu' },
      { name: 'status' },
      { name: 'tasks' },
      { name: 'version' },
    ])
  })
})

describe('the resources of the cluster', () => {
  const vms = async (service: Service, query = '', headers = {}) =>
    (await data(service, `/cluster/resources${query}`, headers)).map(({ id }: { id: string }) => id)

  test('are its VMs and its nodes', async () => {
    const service = proxmoxService({ 100: await machine(), 105: { vm: await machine(), node: 'b' } })
    expect(await vms(service)).toEqual(['qemu/100', 'qemu/105', 'node/pve', 'node/b'])
    expect(await vms(service, '?type=vm')).toEqual(['qemu/100', 'qemu/105'])
    expect(await vms(service, '?type=node')).toEqual(['node/pve', 'node/b'])
    expect(await vms(service, '?type=storage')).toEqual([])
    expect(await ask(service, 'GET', '/cluster/resources?type=disk')).toEqual(
      refusedParameters({ type: "value 'disk' does not have a value in the enumeration 'vm, storage, node, sdn'" }),
    )
  })

  test('tell of a VM what its node has told', async () => {
    const vm = await machine()
    const service = proxmoxService(vm)
    const running = {
      id: 'qemu/100',
      type: 'qemu',
      node: 'pve',
      vmid: 100,
      name: 'inline',
      status: 'running',
      template: 0,
      cpu: 0,
      maxcpu: 2,
      mem: 0,
      memhost: 0,
      maxmem: 2 * GIB,
      disk: 0,
      maxdisk: 20 * GIB,
      diskread: 0,
      diskwrite: 0,
      netin: 1290,
      netout: 2050,
      uptime: 191,
    }
    expect(await data(service, '/cluster/resources?type=vm')).toEqual([running])
    vm.do({ vm: 'off' })
    const stopped = { ...running, status: 'stopped', uptime: 0, netin: 0, netout: 0 }
    expect(await data(service, '/cluster/resources?type=vm')).toEqual([stopped])
  })

  test('are those that one may see', async () => {
    const service = proxmoxService({ 100: await machine(), 101: await machine() }, limited)
    expect(await vms(service, '', AS_OPS)).toEqual(['qemu/100', 'node/pve'])
  })
})

describe('the status of the cluster', () => {
  const node = (name: string, nodeid: number, local: number) => ({
    type: 'node',
    id: `node/${name}`,
    name,
    nodeid,
    local,
    online: 1,
    level: '',
  })

  test('is that of the one node where there is only one', async () => {
    expect(await data(proxmoxService(await machine()), '/cluster/status')).toEqual([node('pve', 0, 1)])
  })

  test('begins with the cluster where there are more', async () => {
    const service = proxmoxService({ 100: await machine(), 105: { vm: await machine(), node: 'b' } })
    expect(await data(service, '/cluster/status')).toEqual([
      { type: 'cluster', id: 'cluster', name: 'mockvm', nodes: 2, version: 2, quorate: 1 },
      node('pve', 1, 1),
      node('b', 2, 0),
    ])
  })
})

test('the next VMID is one that nobody has, as a text', async () => {
  const service = proxmoxService({ 100: await machine(), 101: await machine(), 103: await machine() })
  expect((await ask(service, 'GET', '/cluster/nextid')).text).toBe('{"data":"102"}')
  expect((await ask(service, 'GET', '/cluster/nextid?vmid=555')).text).toBe('{"data":"555"}')
  expect(await ask(service, 'GET', '/cluster/nextid?vmid=103')).toEqual(
    refusedParameters({ vmid: 'VM 103 already exists' }),
  )
})

test('what is below the cluster is listed', async () => {
  expect(await data(proxmoxService(await machine()), '/cluster')).toEqual([
    { name: 'resources' },
    { name: 'tasks' },
    { name: 'status' },
    { name: 'nextid' },
  ])
})
