import type { Program } from '../../programs/program.js'
import { SERVICE_NOT_ACTIVE } from '../time-service.js'
import { systemText } from '../win32-error.js'
import { lines, notSimulated, readOptions } from './options.js'

export const w32tm: Program = ({ argv, guest }) => {
  const options = readOptions(argv.slice(1))
  const service = guest.windows?.timeService
  if (options[0] !== '/resync' || service === undefined) return notSimulated('only w32tm /resync is simulated')
  if (!service.isRunning) {
    const code = SERVICE_NOT_ACTIVE
    const text = `The following error occurred: ${systemText(code)} (0x${code.toString(16)})`
    return { exitCode: code, stdout: lines(text) }
  }
  service.resync()
  return { stdout: lines('Sending resync command to local computer', 'The command completed successfully.') }
}
