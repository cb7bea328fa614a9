/** A node: it is as large as the VMs that it has, and has run as long as the one that has been up longest. */
import type { Cluster } from '../cluster.js'

export interface NodeStats {
  /** Seconds. */
  readonly uptime: number
  readonly maxcpu: number
  /** Bytes. */
  readonly maxmem: bigint
  /** What VMs have that run. */
  readonly mem: bigint
}

export function statsOf(cluster: Cluster, node: string): NodeStats {
  const guests = cluster.guestsOf(node)
  const sizes = (among: typeof guests) => among.reduce((sum, { vm }) => sum + vm.guest.config.memory.size, 0n)
  return {
    uptime: Math.max(0, ...guests.map(({ nodeHundredths }) => Math.floor(nodeHundredths / 100))),
    maxcpu: guests.reduce((sum, { vm }) => sum + vm.guest.config.vcpus.length, 0),
    maxmem: sizes(guests),
    mem: sizes(guests.filter(({ isRunning }) => isRunning)),
  }
}

/** As lists of resources have it. `isAuditor`: those who are none see only that it is there. */
export function nodeEntry(cluster: Cluster, node: string, isAuditor: boolean) {
  const { uptime, maxcpu, maxmem, mem } = statsOf(cluster, node)
  return {
    id: `node/${node}`,
    node,
    type: 'node',
    status: 'online',
    level: '',
    ...(isAuditor && { cpu: 0, maxcpu, mem, maxmem, disk: 0, maxdisk: 0, uptime }),
  }
}
