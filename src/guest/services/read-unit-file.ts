/** Unit files that stand in the guest. */
import { unlessErrno } from '../errno.js'
import type { Files } from '../files/files.js'
import type { UnitConfig } from './unit.js'
import { isUnitFile, parseUnitFile, UNIT_FOLDERS } from './unit-file.js'

export interface Fragment {
  readonly path: string
  readonly text: string
}

/** The first file of that name where systemd looks, then the files that add to it (NAME.d/*.conf). */
export function unitFragments(files: Files, name: string, path?: string): readonly Fragment[] {
  if (!isUnitFile(name) || name.includes('/')) return []
  const [own, volatile, ...others] = UNIT_FOLDERS.map(folder => `${folder}/${name}`)
  // Of folders that are one and the same through a link, the one by which it is known.
  const paths = [own, volatile, path, ...others].flatMap(it => it ?? [])
  const main = paths.map(it => read(files, it)).find(it => it !== undefined)
  if (main === undefined) return []
  const additions = new Map<string, Fragment>()
  for (const folder of UNIT_FOLDERS.toReversed()) {
    for (const file of unlessErrno(() => files.readdir(`${folder}/${name}.d`)) ?? []) {
      const fragment = file.endsWith('.conf') ? read(files, `${folder}/${name}.d/${file}`) : undefined
      if (fragment !== undefined) additions.set(file, fragment)
    }
  }
  return [main, ...[...additions].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, it]) => it)]
}

/** The unit that these files describe; undefined where there is none. */
export function readUnitFile(
  files: Files,
  name: string,
  path?: string,
): { readonly unit: UnitConfig; readonly text: string } | undefined {
  const [main, ...additions] = unitFragments(files, name, path)
  if (main === undefined) return undefined
  const text = [main, ...additions].map(it => it.text).join('\n')
  const unit = parseUnitFile(name, main.path, text)
  return { unit: isLinked(files, unit) ? { ...unit, fileState: 'enabled' } : unit, text }
}

/** Names of all that stand there. */
export function unitFileNames(files: Files): readonly string[] {
  const names = UNIT_FOLDERS.flatMap(folder => unlessErrno(() => files.readdir(folder)) ?? [])
  return [...new Set(names)].filter(isUnitFile)
}

function read(files: Files, path: string): Fragment | undefined {
  const text = unlessErrno(() => (files.stat(path).kind === 'file' ? files.readFile(path, 'utf8') : undefined))
  return text === undefined ? undefined : { path, text }
}

/** Somebody has made the link by which it is enabled. */
function isLinked(files: Files, { name, wantedBy, fileState }: UnitConfig): boolean {
  return fileState === 'disabled' && files.exists(`/etc/systemd/system/${wantedBy}.wants/${name}`)
}
