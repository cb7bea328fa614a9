/** The calls below /nodes/{node}/qemu that are not about the agent. */
import type { Call } from '../call.js'
import { powerCalls } from './power-calls.js'
import { stateCalls } from './state-calls.js'

export const vmCalls: readonly Call[] = [...stateCalls, ...powerCalls]
