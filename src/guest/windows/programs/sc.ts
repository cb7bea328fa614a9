import type { Program, ProgramOutcome } from '../../programs/program.js'
import { isOfAgent, type Service, serviceOf } from '../services.js'
import { systemText, Win32Error } from '../win32-error.js'
import { lines, notSimulated } from './options.js'

const NOT_INSTALLED = 1060

/** `sc query NAME`, `sc start NAME`, `sc stop NAME` */
export const sc: Program = ({ argv, guest }) => {
  const [given = '', name = '', ...more] = argv.slice(1)
  const command = given.toLowerCase()
  if (!/^(?:query|start|stop)$/.test(command) || name === '' || more.length > 0) {
    return notSimulated('only sc query NAME, sc start NAME and sc stop NAME are simulated')
  }
  const service = serviceOf(guest, name)
  if (service === undefined) return failed(PLACES[command] ?? '', NOT_INSTALLED)
  if (command === 'query') {
    return status(name, service.status === 'Running' ? RUNNING : ['1  STOPPED ', undefined])
  }
  if (isOfAgent(service)) return notSimulated(`sc ${command} of the agent that runs it is not simulated`)
  try {
    guest.windows?.services.control(service.name, command === 'start' ? 'start' : 'stop')
    return status(name, command === 'start' ? ['2  START_PENDING ', IGNORES] : ['3  STOP_PENDING ', STOPPABLE])
  } catch (error) {
    if (!(error instanceof Win32Error)) throw error
    return failed(command === 'start' ? 'StartService' : 'ControlService', error.code)
  }
}

/** Which function has failed where there is no such service. */
const PLACES: Readonly<Record<string, string>> = {
  query: 'EnumQueryServicesStatus:OpenService',
  start: 'StartService: OpenService',
  stop: 'OpenService',
}
const STOPPABLE = '(STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)'
const IGNORES = '(NOT_STOPPABLE, NOT_PAUSABLE, IGNORES_SHUTDOWN)'
const RUNNING = ['4  RUNNING ', STOPPABLE] as const

function failed(where: string, code: number): ProgramOutcome {
  return { exitCode: code, stdout: lines(`[SC] ${where} FAILED ${code}:`, '', systemText(code), '') }
}

function status(name: Service['name'], [state, flags]: readonly [string, string | undefined]): ProgramOutcome {
  return {
    stdout: lines(
      '',
      `SERVICE_NAME: ${name} `,
      '        TYPE               : 10  WIN32_OWN_PROCESS  ',
      `        STATE              : ${state}`,
      ...(flags === undefined ? [] : [`                                ${flags}`]),
      '        WIN32_EXIT_CODE    : 0  (0x0)',
      '        SERVICE_EXIT_CODE  : 0  (0x0)',
      '        CHECKPOINT         : 0x0',
      '        WAIT_HINT          : 0x0',
    ),
  }
}
