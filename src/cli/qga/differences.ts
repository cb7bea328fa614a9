/** What the command line of a version does differently, besides which options (options.ts) and keys (config.ts) it has. */
import { has } from '../../qapi/version.js'
import { FAILURE, OK } from '../exit-status.js'

export interface Differences {
  /** It reads the command line once for -c, before all else, and then again: complaints come twice. */
  readonly readsTwice: boolean
  /** Microseconds in the log have six digits. */
  readonly padsMicroseconds: boolean
  /** How a process ends that could not read its state or open its log. */
  readonly startFailureStatus: number
  /** -d: whether the process that is left behind forks before it has opened the channel. */
  readonly forksFirst: boolean
  /** What stands between a complaint about the pid file and its reason. */
  readonly pidFileSeparator: ', ' | ': '
  /** A pid file that can't be made is told by its path. */
  readonly namesPidFile: boolean
  /** The key blacklist of a config file still works, with a warning, and block-rpcs is then not looked at. */
  readonly warnsOfBlacklist: boolean
  /** Checks of a request's members count as processing it. */
  readonly logsBadRequests: boolean
}

export function differencesOf(version: string): Differences {
  const isNew = has(version, '11.1')
  return {
    readsTwice: isNew,
    padsMicroseconds: has(version, '7.2'),
    startFailureStatus: has(version, '5.2') && !isNew ? OK : FAILURE,
    forksFirst: !isNew,
    pidFileSeparator: has(version, '5.2') ? ': ' : ', ',
    namesPidFile: has(version, '7.2'),
    warnsOfBlacklist: has(version, '7.2') && !has(version, '9.1'),
    logsBadRequests: has(version, '5.2'),
  }
}
