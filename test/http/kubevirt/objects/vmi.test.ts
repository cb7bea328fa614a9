import { afterEach, describe, expect, test } from 'vitest'
import { kubevirtService } from '../../../../src/http/kubevirt/service.js'
import { createVm, type Vm, type VmOptions } from '../../../../src/index.js'
import { ask, OBJECTS, Watching } from '../ask.js'

// biome-ignore lint/suspicious/noExplicitAny: objects of any kind
type Any = any

const vms: Vm[] = []
afterEach(async () => {
  for (const vm of vms.splice(0)) await vm.close()
})

async function serve(options: VmOptions = {}) {
  const vm = await createVm(options)
  vms.push(vm)
  const service = kubevirtService({ web: vm })
  const vmi = async () => (await ask(service, 'GET', `${OBJECTS}/web`)).body as Any
  const machine = async () => (await ask(service, 'GET', `${OBJECTS.replace(/instances$/, 's')}/web`)).body as Any
  return { vm, service, vmi, machine }
}

const BORN = '2025-12-31T23:59:00Z'
const VM_UID = '808d0ae7-ee2c-4966-89a2-03fac1e189ad'
const SPEC = {
  architecture: 'amd64',
  domain: {
    cpu: { cores: 1, model: 'host-model', sockets: 1, threads: 1 },
    devices: { disks: [{ disk: { bus: 'virtio' }, name: 'disk0' }], interfaces: [] },
    features: { acpi: { enabled: true } },
    firmware: { uuid: 'd32ff544-f682-571b-8677-3762f07ab8a4' },
    machine: { type: 'q35' },
    memory: { guest: '512Mi' },
    resources: { requests: { memory: '512Mi' } },
  },
  evictionStrategy: 'None',
  networks: [],
  terminationGracePeriodSeconds: 30,
  volumes: [{ name: 'disk0', persistentVolumeClaim: { claimName: 'web-disk0' } }],
}
const CONDITIONS = [
  { lastProbeTime: null, lastTransitionTime: BORN, status: 'True', type: 'Ready' },
  { lastProbeTime: null, lastTransitionTime: null, status: 'True', type: 'LiveMigratable' },
  { lastProbeTime: null, lastTransitionTime: null, status: 'True', type: 'StorageLiveMigratable' },
  { lastProbeTime: BORN, lastTransitionTime: null, status: 'True', type: 'AgentConnected' },
]

describe('a VirtualMachineInstance', () => {
  test('is whole, with its members in alphabetical order', async () => {
    const { service } = await serve({
      scenario: 'minimal',
      set: [{ path: 'kubevirt', value: { labels: { app: 'web' } } }],
    })
    const { text } = await ask(service, 'GET', `${OBJECTS}/web`)
    expect(text).toBe(
      `${JSON.stringify({
        apiVersion: 'kubevirt.io/v1',
        kind: 'VirtualMachineInstance',
        metadata: {
          annotations: {
            'kubevirt.io/allow-pod-bridge-network-live-migration': 'true',
            'kubevirt.io/latest-observed-api-version': 'v1',
            'kubevirt.io/storage-observed-api-version': 'v1',
            'kubevirt.io/vm-generation': '1',
          },
          creationTimestamp: BORN,
          finalizers: ['kubevirt.io/virtualMachineControllerFinalize', 'foregroundDeleteVirtualMachine'],
          generation: 2,
          labels: { app: 'web', 'kubevirt.io/nodeName': 'node01', 'vm.kubevirt.io/name': 'web' },
          name: 'web',
          namespace: 'default',
          ownerReferences: [
            {
              apiVersion: 'kubevirt.io/v1',
              blockOwnerDeletion: true,
              controller: true,
              kind: 'VirtualMachine',
              name: 'web',
              uid: VM_UID,
            },
          ],
          resourceVersion: '1005',
          uid: '34f5ac79-62c7-40fe-9103-21b8c4888666',
        },
        spec: SPEC,
        status: {
          activePods: { 'e048cc61-8a2e-4fb8-94ac-92a7d1256d5a': 'node01' },
          conditions: CONDITIONS,
          currentCPUTopology: { cores: 1, sockets: 1, threads: 1 },
          guestOSInfo: { kernelRelease: '6.1.0', kernelVersion: '#1 SMP', machine: 'x86_64' },
          interfaces: [],
          machine: { type: 'pc-q35-7.2' },
          memory: { guestAtBoot: '512Mi', guestCurrent: '512Mi', guestRequested: '512Mi' },
          migrationMethod: 'LiveMigration',
          migrationTransport: 'Unix',
          nodeName: 'node01',
          phase: 'Running',
          phaseTransitionTimestamps: ['Pending', 'Scheduling', 'Scheduled', 'Running'].map(phase => ({
            phase,
            phaseTransitionTimestamp: BORN,
          })),
          qosClass: 'Burstable',
          runtimeUser: 107,
          selinuxContext: 'none',
          virtualMachineRevisionName: `revision-start-vm-${VM_UID}-1`,
          volumeStatus: [
            {
              name: 'disk0',
              persistentVolumeClaimInfo: {
                accessModes: ['ReadWriteMany'],
                capacity: { storage: '10Gi' },
                claimName: 'web-disk0',
                volumeMode: 'Block',
              },
              target: 'vda',
            },
          ],
        },
      })}\n`,
    )
  })

  test('belongs to a VirtualMachine', async () => {
    const { service } = await serve({
      scenario: 'minimal',
      set: [{ path: 'kubevirt', value: { labels: { app: 'web' } } }],
    })
    const { text } = await ask(service, 'GET', `${OBJECTS.replace(/instances$/, 's')}/web`)
    expect(text).toBe(
      `${JSON.stringify({
        apiVersion: 'kubevirt.io/v1',
        kind: 'VirtualMachine',
        metadata: {
          annotations: {
            'kubevirt.io/latest-observed-api-version': 'v1',
            'kubevirt.io/storage-observed-api-version': 'v1',
          },
          creationTimestamp: BORN,
          finalizers: ['kubevirt.io/virtualMachineControllerFinalize'],
          generation: 1,
          labels: { app: 'web' },
          name: 'web',
          namespace: 'default',
          resourceVersion: '1004',
          uid: VM_UID,
        },
        spec: {
          runStrategy: 'Manual',
          template: { metadata: { creationTimestamp: null, labels: { app: 'web' } }, spec: SPEC },
        },
        status: {
          conditions: CONDITIONS,
          created: true,
          desiredGeneration: 1,
          observedGeneration: 1,
          printableStatus: 'Running',
          ready: true,
          runStrategy: 'Manual',
        },
      })}\n`,
    )
  })

  test('has the disks and cards of its guest, and the addresses that the agent tells', async () => {
    const { vmi } = await serve({ scenario: 'windows-server-2022' })
    const { spec, status } = await vmi()
    expect(spec.domain.devices).toEqual({
      disks: [
        { disk: { bus: 'scsi' }, name: 'disk0' },
        { cdrom: { bus: 'sata' }, name: 'disk1' },
      ],
      interfaces: [{ bridge: {}, macAddress: '52:54:00:7c:1d:42', model: 'virtio', name: 'default' }],
    })
    expect(spec.networks).toEqual([{ name: 'default', pod: {} }])
    expect(status.volumeStatus.map(({ target }: Any) => target)).toEqual(['sda', 'sdb'])
    expect(status.guestOSInfo.id).toBe('mswindows')
    expect(status.interfaces).toEqual([
      {
        infoSource: 'domain, guest-agent',
        interfaceName: 'Ethernet',
        ipAddress: '192.168.122.81',
        ipAddresses: ['fe80::3a11:dfb6:9b8f:8241%6', '192.168.122.81'],
        linkState: 'up',
        mac: '52:54:00:7c:1d:42',
        name: 'default',
        podInterfaceName: 'eth0',
        queueCount: 1,
      },
      {
        infoSource: 'guest-agent',
        interfaceName: 'Loopback Pseudo-Interface 1',
        ipAddress: '127.0.0.1',
        ipAddresses: ['::1', '127.0.0.1'],
      },
    ])
  })

  test('knows of no addresses before the agent tells of them', async () => {
    const { vmi } = await serve({ scenario: 'agent-not-running' })
    const { status } = await vmi()
    expect(status.guestOSInfo).toEqual({})
    expect(status.interfaces[0]).toMatchObject({ infoSource: 'domain', name: 'default' })
    expect(status.interfaces[0].ipAddress).toBe(undefined)
  })

  test('does not wait for an agent that takes its time', async () => {
    const { vm, vmi } = await serve({ scenario: 'debian-12' })
    vm.do({ agent: 'deaf' })
    expect((await vmi()).status.guestOSInfo).toEqual({})
    expect(vm.guest.clock.monotonic()).toBe(0n)
  })

  test.each(['auto', 'step'] as const)('is there without the agent too where the clock is in mode %s', async mode => {
    const { vm, vmi } = await serve({ clock: { mode } })
    vm.do({ agent: 'deaf' })
    const { status } = await vmi()
    expect([status.phase, status.guestOSInfo]).toEqual(['Running', {}])
  })

  test('loses the condition AgentConnected with the agent, and gets it back', async () => {
    const { vm, vmi } = await serve()
    const types = async () => (await vmi()).status.conditions.map((it: Any) => it.type)
    const others = ['Ready', 'LiveMigratable', 'StorageLiveMigratable']
    expect(await types()).toEqual([...others, 'AgentConnected'])
    vm.do({ agent: 'stop' })
    expect(await types()).toEqual(others)
    vm.advance('10s')
    vm.do({ agent: 'start' })
    expect((await vmi()).status.conditions.at(-1)).toEqual({
      lastProbeTime: '2026-01-01T00:00:10Z',
      lastTransitionTime: null,
      status: 'True',
      type: 'AgentConnected',
    })
  })

  test('says that KubeVirt does not support an agent without the commands that it needs', async () => {
    const { vmi } = await serve({ agent: { blockRpcs: ['guest-get-users'] } })
    expect((await vmi()).status.conditions.at(-1)).toEqual({
      lastProbeTime: '2026-01-01T00:00:00Z',
      lastTransitionTime: null,
      reason: "This guest agent doesn't support required basic commands",
      status: 'True',
      type: 'AgentVersionNotSupported',
    })
  })

  test('is paused, and not ready then', async () => {
    const { vm, vmi, machine } = await serve()
    vm.pause()
    const now = '2026-01-01T00:00:00Z'
    const { status } = await vmi()
    expect([status.phase, (await machine()).status.printableStatus]).toEqual(['Running', 'Paused'])
    expect([status.conditions[0], status.conditions.at(-1)]).toEqual([
      {
        lastProbeTime: null,
        lastTransitionTime: now,
        message: 'the status of pod readiness gate "kubevirt.io/virtual-machine-unpaused" is not "True", but False',
        reason: 'ReadinessGatesNotReady',
        status: 'False',
        type: 'Ready',
      },
      {
        lastProbeTime: now,
        lastTransitionTime: now,
        message: 'VMI was paused by user',
        reason: 'PausedByUser',
        status: 'True',
        type: 'Paused',
      },
    ])
    vm.resume()
    expect((await vmi()).status.conditions.some(({ type }: Any) => type === 'Paused')).toBe(false)
  })

  test('is frozen when the agent says so', async () => {
    const { vm, vmi } = await serve()
    vm.do({ filesystems: 'freeze' })
    await vm.call('guest-fsfreeze-freeze').catch(() => {})
    expect((await vmi()).status.fsFreezeStatus).toBe('frozen')
    await vm.call('guest-fsfreeze-thaw')
    vm.advance('6s')
    expect((await vmi()).status.fsFreezeStatus).toBe(undefined)
  })
})

describe('the life of a VirtualMachineInstance', () => {
  test('ends with its guest, and another begins when the guest boots again', async () => {
    const { vm, vmi, machine } = await serve()
    const { uid } = (await vmi()).metadata
    vm.advance('5s')
    vm.powerdown()
    vm.advance('1m')
    const ended = await vmi()
    expect([ended.status.phase, ended.metadata.uid, ended.status.activePods]).toEqual(['Succeeded', uid, undefined])
    expect(ended.status.phaseTransitionTimestamps.at(-1).phase).toBe('Succeeded')
    expect((await machine()).status.printableStatus).toBe('Stopped')
    vm.wakeup()
    const again = await vmi()
    expect(again.status.phase).toBe('Running')
    expect(again.metadata.uid).not.toBe(uid)
    expect((await machine()).status.printableStatus).toBe('Running')
  })

  test('goes on through a reboot, a reset and a sleep', async () => {
    const { vm, vmi } = await serve()
    const { uid } = (await vmi()).metadata
    vm.reset()
    vm.advance('1m')
    vm.do({ vm: 'suspend' })
    expect((await vmi()).status.phase).toBe('Running')
    vm.wakeup()
    await vm.call('guest-shutdown', { mode: 'reboot' })
    vm.advance('1m')
    expect([(await vmi()).status.phase, (await vmi()).metadata.uid]).toEqual(['Running', uid])
  })

  test.each([['off'], ['signal'], ['quit']] as const)('fails when QEMU ends by %s', async how => {
    const { vm, vmi } = await serve()
    vm.do({ vm: how })
    const { status } = await vmi()
    expect(status.phase).toBe('Failed')
    expect(status.conditions[0]).toEqual({
      lastProbeTime: '2026-01-01T00:00:00Z',
      lastTransitionTime: '2026-01-01T00:00:00Z',
      message: 'virt-launcher pod is terminating',
      reason: 'PodTerminating',
      status: 'False',
      type: 'Ready',
    })
  })

  test('fails with a panic', async () => {
    const { vm, vmi } = await serve({ set: [{ path: 'qemu', value: { panicDevice: true } }] })
    vm.do({ vm: 'panic' })
    expect((await vmi()).status.phase).toBe('Failed')
  })

  test('is told of in steps to those who watch', async () => {
    const { vm, service } = await serve()
    const watching = await Watching.begin(service, `${OBJECTS}?watch=true`)
    vm.powerdown()
    vm.advance('1m')
    vm.wakeup()
    vm.advance('1m')
    const told = (await watching.all()).map(({ type, object }) => `${type} ${object.status.phase}`)
    expect([told[0], told.at(-1)]).toEqual(['ADDED Running', 'MODIFIED Running'])
    expect(told.filter(line => !line.startsWith('MODIFIED Running'))).toEqual([
      'ADDED Running',
      'MODIFIED Succeeded',
      'DELETED Succeeded',
      'ADDED Running',
    ])
  })
})
