/** Unit files that stand in the guest. */
import { unlessErrno } from '../errno.js'
import type { Files } from '../files/files.js'
import type { UnitConfig } from './unit.js'
import { isUnitFile, parseUnitFile, UNIT_FOLDERS } from './unit-file.js'

/** The unit of the first file of that name where systemd looks; undefined where there is none. */
export function readUnitFile(files: Files, name: string): UnitConfig | undefined {
  if (!isUnitFile(name) || name.includes('/')) return undefined
  for (const folder of UNIT_FOLDERS) {
    const path = `${folder}/${name}`
    const text = unlessErrno(() => (files.stat(path).kind === 'file' ? files.readFile(path, 'utf8') : undefined))
    if (text !== undefined) return parseUnitFile(name, path, text)
  }
  return undefined
}

/** Names of all that stand there. */
export function unitFileNames(files: Files): readonly string[] {
  const names = UNIT_FOLDERS.flatMap(folder => unlessErrno(() => files.readdir(folder)) ?? [])
  return [...new Set(names)].filter(isUnitFile)
}
