import type { Program } from '../../programs/program.js'
import { lines } from './options.js'

export const hostname: Program = ({ argv, guest }) => {
  if (argv.length === 1) return { stdout: lines(guest.hostname.replace(/\..*$/s, '')) }
  return { exitCode: 1, stderr: lines('sethostname: Use the Network Control Panel Applet to set hostname.') }
}
