import { readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { strerror } from '../strerror.js'
import type { Differences } from './differences.js'

/** What the log says of it. */
export class PidFileError extends Error {
  override readonly name = 'PidFileError'
}

/**
 * Writes the id of this process, `<pid>` and a line feed, mode 0600; returns how to remove the file. The real one
 * locks the file, which Node cannot: one that holds the id of a living process counts as locked here.
 *
 * @throws PidFileError
 */
export function writePidFile(
  path: string,
  pid: number,
  { pidFileSeparator: separator, namesPidFile }: Pick<Differences, 'pidFileSeparator' | 'namesPidFile'>,
): () => void {
  if (isAlive(readPid(path))) throw new PidFileError(`Cannot lock pid file${separator}Resource temporarily unavailable`)
  try {
    writeFileSync(path, `${pid}\n`, { mode: 0o600 })
  } catch (error) {
    const trouble = namesPidFile ? `Could not create '${path}'` : 'Cannot open pid file'
    throw new PidFileError(`${trouble}${separator}${strerror(error)}`)
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
