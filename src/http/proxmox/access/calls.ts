/** The calls below /access. */
import type { Call } from '../call.js'
import { permissionCalls } from './permission-calls.js'
import { ticketCalls } from './ticket-calls.js'
import { userCalls } from './user-calls.js'

export const accessCalls: readonly Call[] = [...ticketCalls, ...permissionCalls, ...userCalls]
