/** What the servers say of their builds. */
import type { JsonObject } from '../objects/kube-object.js'
import { uuidOf } from '../objects/uuid.js'

/** Of the API server: one that KubeVirt of these days runs on. */
const KUBERNETES = 'v1.32.5'
export const KUBEVIRT = 'v1.6.2'

export function kubernetesVersion(): JsonObject {
  const [major = '', minor = ''] = KUBERNETES.slice(1).split('.')
  return { major, minor, ...build(KUBERNETES) }
}

export function kubevirtVersion(version: string): JsonObject {
  return build(version)
}

function build(gitVersion: string): JsonObject {
  return {
    gitVersion,
    gitCommit: uuidOf('commit', gitVersion).replaceAll('-', '').padEnd(40, '0'),
    gitTreeState: 'clean',
    buildDate: '2025-05-15T00:00:00Z',
    goVersion: 'go1.23.8',
    compiler: 'gc',
    platform: 'linux/amd64',
  }
}
