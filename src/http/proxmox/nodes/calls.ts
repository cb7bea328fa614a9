/** What there is to know of the cluster and its nodes. */
import type { Call } from '../call.js'
import { clusterCalls } from './cluster-calls.js'
import { ofNodeCalls } from './node-calls.js'

export const nodeCalls: readonly Call[] = [...ofNodeCalls, ...clusterCalls]
