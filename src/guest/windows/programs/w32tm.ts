import type { Program } from '../../programs/program.js'
import { systemText } from '../win32-error.js'
import { lines, notSimulated, readOptions } from './options.js'

/** HRESULT_FROM_WIN32(ERROR_SERVICE_NOT_ACTIVE), which is what it exits with. */
const NOT_ACTIVE = 0x8007_0426

export const w32tm: Program = ({ argv, guest }) => {
  const options = readOptions(argv.slice(1))
  const service = guest.windows?.timeService
  if (options[0] !== '/resync' || service === undefined) return notSimulated('only w32tm /resync is simulated')
  if (!service.isRunning) {
    const text = `The following error occurred: ${systemText(NOT_ACTIVE)} (0x${NOT_ACTIVE.toString(16)})`
    return { exitCode: NOT_ACTIVE, stdout: lines(text) }
  }
  service.resync()
  return { stdout: lines('Sending resync command to local computer', 'The command completed successfully.') }
}
