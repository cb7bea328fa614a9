/** Links in systemd's folders: what is enabled, what is masked, and by which other names units are known. */
import { unlessErrno } from '../errno.js'
import type { Files } from '../files/files.js'
import type { FileState, UnitConfig } from './unit.js'
import { isBelowUnitFolder, UNIT_FOLDERS } from './unit-file.js'
import { linksOf } from './unit-image.js'

export interface UnitLinks {
  /** Those that have a link in the folder of a unit that wants or requires them. */
  readonly wanted: ReadonlySet<string>
  readonly masked: ReadonlySet<string>
  /** Other names to the units that they lead to. */
  readonly aliases: ReadonlyMap<string, string>
}

/** Only the administrator's folder, and the one that lasts until the next boot: those of packages enable nothing. */
const CHANGED = UNIT_FOLDERS.slice(0, 2)

export function readUnitLinks(files: Files): UnitLinks {
  const [wanted, masked, aliases] = [new Set<string>(), new Set<string>(), new Map<string, string>()]
  for (const folder of CHANGED) {
    for (const name of unlessErrno(() => files.readdir(folder)) ?? []) {
      const path = `${folder}/${name}`
      if (/\.(?:wants|requires)$/.test(name)) {
        for (const unit of unlessErrno(() => files.readdir(path)) ?? []) wanted.add(unit)
        continue
      }
      const target = targetOf(files, path)
      if (target === '/dev/null') masked.add(name)
      else if (target !== undefined) aliases.set(name, basename(target))
    }
  }
  return { wanted, masked, aliases }
}

/** Makes the links by which it is so, and takes away the others; a guest that has no folder for them gets none. */
export function writeUnitLinks(files: Files, unit: UnitConfig, state: 'enabled' | 'disabled' | 'masked'): void {
  const own = `${CHANGED[0]}/${unit.name}`
  if (state === 'masked') link(files, own, '/dev/null')
  else if (state === 'enabled') for (const path of linksOf(unit)) link(files, path, unit.path)
  else for (const path of linksOf(unit)) unlink(files, path)
}

/** Takes back a mask. */
export function unlinkMask(files: Files, name: string): void {
  unlink(files, `${CHANGED[0]}/${name}`)
}

function link(files: Files, path: string, target: string): void {
  if (!files.exists(CHANGED[0] ?? '')) return
  unlessErrno(() => files.mkdir(path.slice(0, path.lastIndexOf('/')), { recursive: true }))
  unlessErrno(() => files.symlink(target, path))
}

function unlink(files: Files, path: string): void {
  if (targetOf(files, path) !== undefined) unlessErrno(() => files.unlink(path))
}

/** What they make of a unit; undefined for one whose file isn't in the guest, so that nobody can tell. */
export function linkedState(
  files: Files,
  { name, path, fileState }: UnitConfig,
  { wanted, masked, aliases }: UnitLinks,
): FileState | undefined {
  if (masked.has(name)) return 'masked'
  if (!['enabled', 'disabled', 'static', 'masked'].includes(fileState)) return fileState
  if (!isBelowUnitFolder(path) || !files.exists(path)) return undefined
  if (wanted.has(name) || [...aliases].some(([alias, unit]) => unit === name && alias !== name)) return 'enabled'
  return fileState === 'static' ? 'static' : 'disabled'
}

/** The unit that a link of this name leads to; undefined where there is none, or it is no other name. */
export function aliasTarget(files: Files, name: string): string | undefined {
  if (name.includes('/')) return undefined
  for (const folder of UNIT_FOLDERS) {
    const target = targetOf(files, `${folder}/${name}`)
    if (target === undefined) continue
    return target === '/dev/null' || basename(target) === name ? undefined : basename(target)
  }
  return undefined
}

/** Whether a name that a unit's file gives it is one now: without a link it is none, if links are what makes it. */
export function isAliasOf(files: Files, { path, fileState }: UnitConfig, alias: string): boolean {
  const isInstalled = fileState === 'enabled' || fileState === 'disabled'
  if (!isInstalled || !isBelowUnitFolder(path) || !files.exists(path)) return true
  return UNIT_FOLDERS.some(folder => targetOf(files, `${folder}/${alias}`) !== undefined)
}

function targetOf(files: Files, path: string): string | undefined {
  return unlessErrno(() => (files.lstat(path).kind === 'symlink' ? files.readlink(path) : undefined))
}

function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
