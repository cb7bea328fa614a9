/** `net start`, `net stop` */
import type { Guest } from '../../guest.js'
import type { ProgramOutcome } from '../../programs/program.js'
import { isOfAgent, serviceOf, servicesOf } from '../services.js'
import { Win32Error } from '../win32-error.js'
import { lines, notSimulated } from './options.js'

const FAILED = 2

export function listStarted(guest: Guest): ProgramOutcome {
  const started = servicesOf(guest).filter(({ status }) => status === 'Running')
  const names = started.map(({ displayName }) => `   ${displayName}`).sort()
  return {
    stdout: lines('These Windows services are started:', '', ...names, '', 'The command completed successfully.', ''),
  }
}

export function controlService(guest: Guest, order: 'start' | 'stop', name: string): ProgramOutcome {
  const service = serviceOf(guest, name)
  if (service === undefined) return failed('The service name is invalid.', 2185)
  if (isOfAgent(service)) return notSimulated(`net ${order} of the agent that runs it is not simulated`)
  const title = `The ${service.displayName} service`
  try {
    guest.windows?.services.control(service.name, order)
  } catch (error) {
    if (!(error instanceof Win32Error)) throw error
    if (order === 'start') return failed('The requested service has already been started.', 2182)
    if (service.status === 'Stopped') return failed(`${title} is not started.`, 3521)
    return failed('The requested pause, continue, or stop is not valid for this service.', 2191)
  }
  const [doing, done] = order === 'start' ? ['starting', 'started'] : ['stopping', 'stopped']
  return { stdout: lines(`${title} is ${doing}.`, `${title} was ${done} successfully.`, '') }
}

function failed(text: string, code: number): ProgramOutcome {
  return { exitCode: FAILED, stderr: lines(text, '', `More help is available by typing NET HELPMSG ${code}.`, '') }
}
