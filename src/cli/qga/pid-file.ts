import { readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { CommandFailure } from '../exit-status.js'
import { strerror } from '../strerror.js'

/**
 * Writes the id of this process, `<pid>` and a line feed, mode 0600; returns how to remove the file. The real one
 * locks the file, which Node cannot: one that holds the id of a living process counts as locked here.
 *
 * @param separator What stands before the reason of a failure.
 * @throws CommandFailure
 */
export function writePidFile(path: string, pid: number, separator: string): () => void {
  if (isAlive(readPid(path)))
    throw new CommandFailure(`Cannot lock pid file${separator}Resource temporarily unavailable`)
  try {
    writeFileSync(path, `${pid}\n`, { mode: 0o600 })
  } catch (error) {
    throw new CommandFailure(`Cannot open pid file${separator}${strerror(error)}`)
  }
  return () => {
    if (readPid(path) === pid) unlinkSync(path)
  }
}

function readPid(path: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(path, 'latin1'), 10)
    return pid > 0 ? pid : undefined
  } catch {
    return undefined
  }
}

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
