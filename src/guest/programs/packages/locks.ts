/** The files that package managers lock before they change anything: a write, so that it waits while that is frozen. */
import { Errno } from '../../errno.js'
import type { Tool } from '../tool.js'

/** Opens such a file, and creates it. Throws what a call of the file system does. */
export function openLock({ files }: Tool, path: string, mode: number): void {
  files.mkdir(path.slice(0, path.lastIndexOf('/')), { recursive: true })
  files.writeFile(path, '', { mode, append: true })
}

/** As apt does; without it the program is over. */
export function aptLock(tool: Tool, path: string, consequence: string): void {
  try {
    if (tool.cred.uid !== 0) throw new Errno('EACCES')
    openLock(tool, path, 0o640)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    tool.stderr.add(`E: Could not open lock file ${path} - open (${error.errno}: ${error.text})\nE: ${consequence}\n`)
    throw tool.exit(100)
  }
}

const FRONTEND = '/var/lib/dpkg/lock-frontend'

export function lockDpkg(tool: Tool): void {
  aptLock(tool, FRONTEND, `Unable to acquire the dpkg frontend lock (${FRONTEND}), are you root?`)
}
