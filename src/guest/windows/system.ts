import type { AccountFiles } from '../account-files.js'
import type { System } from '../system.js'
import { resolveWindowsExecutable } from './executable.js'
import { WindowsHandles } from './handles.js'
import { windowsImage } from './image.js'
import { NUL } from './paths.js'
import { windowsBodies, windowsPrograms } from './programs/programs.js'
import { pathsOf } from './volumes.js'

/** No path of Windows can be spelt like that: there is no such file, and none comes about. */
const NOWHERE = '/:accounts'

function elsewhere(): never {
  throw new Error('users: Windows keeps accounts and logons in its registry; use guest.windows.accounts')
}

const accounts: AccountFiles = {
  passwords: { path: `${NOWHERE}/passwords`, change: elsewhere, fresh: elsewhere },
  logins: { path: `${NOWHERE}/logins`, mode: 0o600, encode: elsewhere, decode: elsewhere },
}

export const windows: System = {
  accounts,
  trees: () => new Map([[NUL, { lookup: path => (path === '' ? nul : undefined) }]]),
  directories: [],
  files: () => [],
  hostname: () => undefined,
  programs: windowsPrograms,
  bodies: windowsBodies,
  image: windowsImage,
  style: pathsOf,
  handles: (options, config) => new WindowsHandles({ ...options, paths: pathsOf(config) }),
  // Handles of processes and threads are numbered together, in fours.
  pids: { step: 4, most: 0x7fff_fffc, restart: 8 },
  resolveExecutable: resolveWindowsExecutable,
  announcesDevices: true,
}

const nul = {
  kind: 'character',
  major: 1,
  minor: 3,
  mode: 0o666,
  read: () => new Uint8Array(0),
  write: (bytes: Uint8Array) => bytes.length,
} as const
