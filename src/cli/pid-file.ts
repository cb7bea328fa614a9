import { readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { strerror } from '../strerror.js'

/** How a version words what goes wrong. */
export interface PidFileWording {
  /** What stands between a complaint and its reason. */
  readonly pidFileSeparator: ', ' | ': '
  /** A file that can't be made is told by its path. */
  readonly namesPidFile: boolean
}

/** What is said of it. */
export class PidFileError extends Error {
  override readonly name = 'PidFileError'
}

/**
 * Writes the id of this process, `<pid>` and a line feed, mode 0600; returns how to remove the file. The real one
 * locks the file, which Node cannot: one that holds the id of another such process, which lives, counts as locked here.
 *
 * @throws PidFileError
 */
export function writePidFile(
  path: string,
  pid: number,
  { pidFileSeparator: separator, namesPidFile }: PidFileWording,
): () => void {
  // In a container the numbers come again: the one in a file that was left behind may well be ours by now.
  const holder = readPid(path)
  if (holder !== undefined && holder !== pid && mayLock(holder)) {
    throw new PidFileError(`Cannot lock pid file${separator}Resource temporarily unavailable`)
  }
  try {
    writeFileSync(path, `${pid}\n`, { mode: 0o600 })
  } catch (error) {
    const trouble = namesPidFile ? `Could not create '${path}'` : 'Cannot open pid file'
    throw new PidFileError(`${trouble}${separator}${strerror(error)}`)
  }
  // It outlives a chdir() of the process.
  const absolute = resolve(path)
  return () => {
    if (readPid(absolute) === pid) unlinkSync(absolute)
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

/** Where nobody tells what a process runs, as outside of Linux, any that lives may. */
function mayLock(pid: number): boolean {
  if (process.platform !== 'linux') return isAlive(pid)
  try {
    return locksPidFiles(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0'))
  } catch {
    return false
  }
}

const PROGRAM = /^(?:mockvm|qemu-ga|qemu-system-.*|qemu-kvm|kvm)$/

/** A mockvm, a qemu-ga or a QEMU: the program itself, or the script that Node runs. */
function locksPidFiles(commandLine: readonly string[]): boolean {
  const [program = '', script = ''] = commandLine.filter(word => !word.startsWith('-'))
  return [program, script].some(word => PROGRAM.test(basename(word)) || word.endsWith('/cli/main.js'))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
