/** All calls of the API that there are; the order is that of the documentation. */
import { agentCalls } from './agent/calls.js'
import type { Call } from './call.js'

export const calls: readonly Call[] = [...agentCalls]
