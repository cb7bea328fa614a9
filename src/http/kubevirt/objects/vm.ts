/** VirtualMachines: what stays when their instances go. Nothing starts one by itself: its strategy is Manual. */
import { type Condition, conditionOf } from './conditions.js'
import { type Instance, phaseNow } from './instance.js'
import { type JsonObject, type KubeObject, sorted } from './kube-object.js'
import { isFinal } from './life.js'
import type { Identity } from './vmi.js'
import { vmiSpec } from './vmi-spec.js'

/** @param since Of the VM, and of the absence of an instance where there is none: RFC 3339. */
export function vmObject(
  { namespace, name, labels, vm, vmUid }: Identity,
  instance: Instance | undefined,
  since: { readonly created: string; readonly absent: string },
): KubeObject {
  return sorted({
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: {
      annotations: {
        'kubevirt.io/latest-observed-api-version': 'v1',
        'kubevirt.io/storage-observed-api-version': 'v1',
      },
      creationTimestamp: since.created,
      finalizers: ['kubevirt.io/virtualMachineControllerFinalize'],
      generation: 1,
      ...(Object.keys(labels).length > 0 && { labels }),
      name,
      namespace,
      resourceVersion: '',
      uid: vmUid,
    },
    spec: {
      runStrategy: 'Manual',
      template: { metadata: { creationTimestamp: null, labels }, spec: vmiSpec(vm, name) },
    },
    status: statusOf(instance, since.absent),
  })
}

function statusOf(instance: Instance | undefined, absentSince: string): JsonObject {
  const conditions = instance?.conditions ?? [noInstance(absentSince)]
  const isReady = conditions.some(({ type, status }) => type === 'Ready' && status === 'True')
  return {
    conditions,
    ...(instance !== undefined && { created: true }),
    desiredGeneration: 1,
    observedGeneration: 1,
    printableStatus: printableStatus(instance),
    ...(isReady && { ready: true }),
    runStrategy: 'Manual',
  }
}

function noInstance(since: string): Condition {
  const message = 'VMI does not exist'
  return conditionOf({ type: 'Ready', status: 'False', reason: 'VMINotExists', message, timed: 'both' }, since)
}

function printableStatus(instance: Instance | undefined): string {
  if (instance === undefined || isFinal(phaseNow(instance))) return 'Stopped'
  if (instance.deletedAt !== undefined) return 'Stopping'
  if (phaseNow(instance) !== 'Running') return 'Starting'
  return instance.conditions.some(({ type }) => type === 'Paused') ? 'Paused' : 'Running'
}
