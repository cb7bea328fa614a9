import type { Program } from '../../programs/program.js'
import { serviceOf } from '../services.js'
import { lines, notSimulated } from './options.js'

/** `sc query NAME` */
export const sc: Program = ({ argv, guest }) => {
  const [command, name = '', ...more] = argv.slice(1)
  const service = serviceOf(guest, name)
  if (command?.toLowerCase() !== 'query' || service === undefined || more.length > 0) {
    return notSimulated('only sc query QEMU-GA and sc query W32Time are simulated')
  }
  const isRunning = service.status === 'Running'
  return {
    stdout: lines(
      '',
      `SERVICE_NAME: ${name} `,
      '        TYPE               : 10  WIN32_OWN_PROCESS  ',
      `        STATE              : ${isRunning ? '4  RUNNING ' : '1  STOPPED '}`,
      ...(isRunning ? ['                                (STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)'] : []),
      '        WIN32_EXIT_CODE    : 0  (0x0)',
      '        SERVICE_EXIT_CODE  : 0  (0x0)',
      '        CHECKPOINT         : 0x0',
      '        WAIT_HINT          : 0x0',
    ),
  }
}
