import type { Program } from '../../programs/program.js'
import { Win32Error } from '../win32-error.js'
import { lines, notSimulated } from './options.js'

const FAILED = 2

/** `net user NAME PASSWORD` */
export const net: Program = ({ argv, guest }) => {
  const [command, name, password, ...more] = argv.slice(1)
  const isKnown = command?.toLowerCase() === 'user' && name !== undefined && password !== undefined
  if (!isKnown || more.length > 0 || /^[/*]/.test(password) || guest.windows === undefined) {
    return notSimulated('only net user NAME PASSWORD is simulated')
  }
  try {
    guest.windows.accounts.setPassword(name, password)
    return { stdout: lines('The command completed successfully.', '') }
  } catch (error) {
    if (!(error instanceof Win32Error)) throw error
    return {
      exitCode: FAILED,
      stderr: lines(error.text, '', `More help is available by typing NET HELPMSG ${error.code}.`, ''),
    }
  }
}
