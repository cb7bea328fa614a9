/** All calls of the API that there are; the order is that of the documentation. */
import { accessCalls } from './access/calls.js'
import { agentCalls } from './agent/calls.js'
import { type Call, defineCall } from './call.js'
import { nodeCalls } from './nodes/calls.js'
import { taskCalls } from './tasks/calls.js'
import { vmCalls } from './vms/calls.js'

const index = defineCall({
  method: 'GET',
  path: '/',
  doc: 'What there is at the top, here.',
  permission: 'user',
  parameters: {},
  run: () => ['version', 'cluster', 'nodes', 'access'].map(subdir => ({ subdir })),
})

export const calls: readonly Call[] = [index, ...nodeCalls, ...vmCalls, ...agentCalls, ...taskCalls, ...accessCalls]
