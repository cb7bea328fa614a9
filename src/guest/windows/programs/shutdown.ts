import type { Program } from '../../programs/program.js'
import { lines, notSimulated, readOptions } from './options.js'

const STATES = new Map([
  ['/s', 'off'],
  ['/sg', 'off'],
  ['/p', 'off'],
  ['/r', 'rebooting'],
  ['/g', 'rebooting'],
] as const)

/** ERROR_NO_SHUTDOWN_IN_PROGRESS, ERROR_SHUTDOWN_IN_PROGRESS */
const NONE_IN_PROGRESS = 1116
const IN_PROGRESS = 1115

export const shutdown: Program = ({ argv, guest }) => {
  const options = readOptions(argv.slice(1))
  if (options.includes('/a'))
    return refuse('Unable to abort the system shutdown because no shutdown was in progress.', NONE_IN_PROGRESS)
  const state = options.map(option => STATES.get(option as '/s')).find(it => it !== undefined)
  if (state === undefined) return notSimulated('only /s, /sg, /p, /r, /g and /a of shutdown.exe are simulated')
  const time = options[options.indexOf('/t') + 1]
  const isAtOnce = options.includes('/p') || (options.includes('/t') && time === '0')
  if (!isAtOnce) return notSimulated('of shutdown.exe only /p and /t 0 are simulated, which do not wait')
  if (guest.power.requested !== undefined) return refuse('A system shutdown is in progress.', IN_PROGRESS)
  guest.power.request(state)
  return {}
}

function refuse(text: string, code: number) {
  return { exitCode: code, stderr: lines(`${text}(${code})`) }
}
