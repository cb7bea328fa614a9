import type { ProgramCall } from '../../programs/program.js'
import { Disk } from '../disk.js'
import { fullPath, nameOf } from '../full-path.js'
import { Win32Error } from '../win32-error.js'

/** A text that a program reads, and what it is called where there are several. */
export interface Source {
  readonly name: string
  /** Undefined: it can't be read. */
  readonly text: string | undefined
}

/** Of files, those that fit a pattern included; without names, standard input. */
export function sourcesOf({ guest, cwd, stdin }: ProgramCall, names: readonly string[]): readonly Source[] {
  const disk = new Disk(guest)
  const input = () => Buffer.from(stdin).toString('utf8')
  if (names.length === 0) return [{ name: '', text: input() }]
  return names.flatMap(name => {
    const path = fullPath(name, cwd)
    if (!/[*?]/.test(name)) return [{ name, text: textOf(disk, path) }]
    const folder = name.replace(/[^\\/:]*$/, '')
    const found = disk.match(path).filter(({ isFolder }) => !isFolder)
    return found.map(entry => ({ name: folder + nameOf(entry.path), text: textOf(disk, entry.path) }))
  })
}

function textOf(disk: Disk, path: string): string | undefined {
  try {
    return Buffer.from(disk.read(path)).toString('utf8')
  } catch (error) {
    if (error instanceof Win32Error) return undefined
    throw error
  }
}

/** Without what ends them; the last one need not be ended. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/)
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}
