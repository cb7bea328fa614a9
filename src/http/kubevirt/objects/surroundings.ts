/** What is around VMs in a cluster: namespaces and nodes, with what is true of them. */
import type { KubeObject } from './kube-object.js'
import { timestamp } from './timestamp.js'
import { uuidOf } from './uuid.js'

export function namespaceObject(name: string, since: bigint): KubeObject {
  const creationTimestamp = timestamp(since)
  return {
    kind: 'Namespace',
    apiVersion: 'v1',
    metadata: {
      name,
      uid: uuidOf('namespace', name),
      resourceVersion: '',
      creationTimestamp,
      labels: { 'kubernetes.io/metadata.name': name },
    },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  }
}

export function nodeObject(name: string, since: bigint): KubeObject {
  const creationTimestamp = timestamp(since)
  const ready = {
    type: 'Ready',
    status: 'True',
    lastHeartbeatTime: creationTimestamp,
    lastTransitionTime: creationTimestamp,
    reason: 'KubeletReady',
    message: 'kubelet is posting ready status',
  }
  return {
    kind: 'Node',
    apiVersion: 'v1',
    metadata: {
      name,
      uid: uuidOf('node', name),
      resourceVersion: '',
      creationTimestamp,
      labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubevirt.io/schedulable': 'true' },
    },
    spec: {},
    status: { conditions: [ready] },
  }
}
