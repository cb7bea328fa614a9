/** VirtualMachineInstances as the API server has them. */
import type { Vm } from '../../../vm.js'
import { disksOf } from './disks.js'
import { type Instance, phaseNow } from './instance.js'
import { type JsonObject, type KubeObject, sorted } from './kube-object.js'
import { isFinal } from './life.js'
import { quantity } from './quantity.js'
import { uuidOf } from './uuid.js'
import { interfacesOf } from './vmi-interfaces.js'
import { nicsOf, topologyOf, vmiSpec } from './vmi-spec.js'

export interface Identity {
  readonly namespace: string
  readonly name: string
  readonly node: string
  readonly labels: Readonly<Record<string, string>>
  readonly vm: Vm
  /** Of the VirtualMachine. */
  readonly vmUid: string
}

export function vmiObject(identity: Identity, instance: Instance): KubeObject {
  const { namespace, name, node, labels, vm, vmUid } = identity
  const { uid, createdAt, deletedAt, generation } = instance
  return sorted({
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachineInstance',
    metadata: {
      // Their networks are bridged, so that the guest has the addresses of its pod.
      annotations: {
        'kubevirt.io/allow-pod-bridge-network-live-migration': 'true',
        'kubevirt.io/latest-observed-api-version': 'v1',
        'kubevirt.io/storage-observed-api-version': 'v1',
        'kubevirt.io/vm-generation': '1',
      },
      creationTimestamp: createdAt,
      ...(deletedAt !== undefined && { deletionGracePeriodSeconds: 0, deletionTimestamp: deletedAt }),
      finalizers: ['kubevirt.io/virtualMachineControllerFinalize', 'foregroundDeleteVirtualMachine'],
      generation,
      labels: { ...labels, 'kubevirt.io/nodeName': node, 'vm.kubevirt.io/name': name },
      name,
      namespace,
      ownerReferences: [
        {
          apiVersion: 'kubevirt.io/v1',
          blockOwnerDeletion: true,
          controller: true,
          kind: 'VirtualMachine',
          name,
          uid: vmUid,
        },
      ],
      resourceVersion: '',
      uid,
    },
    spec: vmiSpec(vm, name),
    status: statusOf(identity, instance),
  })
}

function statusOf({ name, node, vm, vmUid }: Identity, instance: Instance): JsonObject {
  const { uid, phases, conditions, info } = instance
  const memory = quantity(vm.guest.config.memory.size)
  const phase = phaseNow(instance)
  return {
    ...(!isFinal(phase) && { activePods: { [uuidOf('pod', uid)]: node } }),
    conditions,
    currentCPUTopology: topologyOf(vm),
    ...(info.fsFreezeStatus === 'frozen' && { fsFreezeStatus: 'frozen' }),
    guestOSInfo: { ...info.os },
    interfaces: interfacesOf(nicsOf(vm), info.interfaces),
    machine: { type: vm.qemu.config.machineType },
    memory: { guestAtBoot: memory, guestCurrent: memory, guestRequested: memory },
    migrationMethod: 'LiveMigration',
    migrationTransport: 'Unix',
    nodeName: node,
    phase,
    phaseTransitionTimestamps: phases.map(({ phase, since }) => ({ phase, phaseTransitionTimestamp: since })),
    qosClass: 'Burstable',
    runtimeUser: 107,
    selinuxContext: 'none',
    virtualMachineRevisionName: `revision-start-vm-${vmUid}-1`,
    volumeStatus: disksOf(vm).map(disk => ({
      name: disk.name,
      persistentVolumeClaimInfo: {
        accessModes: ['ReadWriteMany'],
        capacity: { storage: quantity(disk.size) },
        claimName: `${name}-${disk.name}`,
        volumeMode: 'Block',
      },
      target: disk.target,
    })),
  }
}
