/** The calls of nodes, and which version it is. */
import { type Call, defineCall, ofNode } from '../call.js'
import { nodeEntry, statsOf } from './node.js'
import { versionOf } from './version.js'

const version = defineCall({
  method: 'GET',
  path: '/version',
  doc: 'The version of Proxmox VE.',
  permission: 'user',
  parameters: {},
  run: ({ cluster }) => ({ ...versionOf(cluster) }),
})

const list = defineCall({
  method: 'GET',
  path: '/nodes',
  doc: 'The nodes.',
  permission: 'user',
  parameters: {},
  run: ({ cluster, access, auth }) =>
    cluster.nodes.map(node => nodeEntry(cluster, node, access.may(auth, `/nodes/${node}`, ['Sys.Audit']))),
})

const index = defineCall({
  method: 'GET',
  path: '/nodes/{node}',
  doc: 'What there is below a node, here.',
  permission: 'user',
  parameters: ofNode,
  run: () => ['qemu', 'status', 'tasks', 'version'].map(name => ({ name })),
})

const status = defineCall({
  method: 'GET',
  path: '/nodes/{node}/status',
  doc: 'How the node is: as large as its VMs.',
  permission: { path: '/nodes/{node}', anyOf: ['Sys.Audit'] },
  parameters: ofNode,
  run({ cluster }, { node }) {
    const { uptime, maxcpu, maxmem, mem } = statsOf(cluster, node)
    const { version: number, repoid } = versionOf(cluster)
    return {
      uptime,
      loadavg: ['0.00', '0.00', '0.00'],
      cpu: 0,
      wait: 0,
      idle: 0,
      cpuinfo: { cpus: maxcpu, cores: maxcpu, sockets: 1 },
      memory: { total: maxmem, used: mem, free: maxmem - mem },
      swap: { total: 0, used: 0, free: 0 },
      rootfs: { total: 0, used: 0, avail: 0, free: 0 },
      ksm: { shared: 0 },
      pveversion: `pve-manager/${number}/${repoid}`,
    }
  },
})

const nodeVersion = defineCall({
  method: 'GET',
  path: '/nodes/{node}/version',
  doc: 'The version of Proxmox VE on the node.',
  permission: 'user',
  parameters: ofNode,
  run: ({ cluster }) => ({ ...versionOf(cluster) }),
})

export const ofNodeCalls: readonly Call[] = [version, list, index, status, nodeVersion]
