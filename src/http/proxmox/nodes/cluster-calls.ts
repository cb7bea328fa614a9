/** The calls of the cluster as a whole. */
import { type Call, defineCall, ofVm } from '../call.js'
import { CLUSTER_NAME } from '../cluster-name.js'
import { badParameters, died } from '../error.js'
import { resourceOf } from '../vms/status.js'
import { nodeEntry } from './node.js'

const FIRST_VMID = 100
const LAST_VMID = 9999

const index = defineCall({
  method: 'GET',
  path: '/cluster',
  doc: 'What there is below the cluster, here.',
  permission: 'user',
  parameters: {},
  run: () => ['resources', 'tasks', 'status', 'nextid'].map(name => ({ name })),
})

const resources = defineCall({
  method: 'GET',
  path: '/cluster/resources',
  doc: 'The VMs and the nodes; type=vm, type=node only those.',
  permission: 'user',
  parameters: { type: { type: 'string', enum: ['vm', 'storage', 'node', 'sdn'], optional: true } },
  run({ cluster, access, auth }, { type }) {
    const vms = [...cluster.guests.values()].filter(({ vmid }) => access.may(auth, `/vms/${vmid}`, ['VM.Audit']))
    const nodes = cluster.nodes.map(node => nodeEntry(cluster, node, access.may(auth, `/nodes/${node}`, ['Sys.Audit'])))
    return [
      ...(type === undefined || type === 'vm' ? vms.map(guest => resourceOf(guest, cluster.version)) : []),
      ...(type === undefined || type === 'node' ? nodes : []),
    ]
  },
})

const status = defineCall({
  method: 'GET',
  path: '/cluster/status',
  doc: 'The cluster, where there is more than one node, and its nodes.',
  permission: { path: '/', anyOf: ['Sys.Audit'] },
  parameters: {},
  run({ cluster: { nodes } }) {
    const isCluster = nodes.length > 1
    const members = nodes.map((name, at) => ({
      type: 'node',
      id: `node/${name}`,
      name,
      nodeid: isCluster ? at + 1 : 0,
      local: at === 0 ? 1 : 0,
      online: 1,
      level: '',
    }))
    if (!isCluster) return members
    return [
      { type: 'cluster', id: 'cluster', name: CLUSTER_NAME, nodes: nodes.length, version: nodes.length, quorate: 1 },
      ...members,
    ]
  },
})

const nextId = defineCall({
  method: 'GET',
  path: '/cluster/nextid',
  doc: 'A VMID that no VM has.',
  permission: 'user',
  parameters: { vmid: { ...ofVm.vmid, optional: true } },
  run({ cluster: { guests } }, { vmid }) {
    if (vmid !== undefined) {
      if (guests.has(vmid)) throw badParameters({ vmid: `VM ${vmid} already exists` })
      return String(vmid)
    }
    for (let id = FIRST_VMID; id <= LAST_VMID; id++) if (!guests.has(id)) return String(id)
    throw died('unable to get any free VMID')
  },
})

export const clusterCalls: readonly Call[] = [index, resources, status, nextId]
