/** What comes with a package and goes with it: files, and units of systemd. */
import type { FileConfig } from '../config.js'
import { unlessErrno } from '../errno.js'
import type { Guest } from '../guest.js'
import { text } from '../image/entries.js'
import { placed } from '../services/systemd-units.js'
import type { UnitConfig } from '../services/unit.js'
import { unitFileText } from '../services/unit-file.js'
import { linksOf } from '../services/unit-image.js'
import { UnitError } from '../services.js'
import { STATUS } from './control.js'
import { heldIn, statusText } from './holds.js'

/** Installs or upgrades a package. Tells what it has enabled: the links and where they point. Throws ENOENT. */
export function bringIn(guest: Guest, name: string): readonly (readonly [link: string, target: string])[] {
  const before = guest.packages.get(name)
  guest.packages.install(name)
  writeStatus(guest)
  if (before === undefined || before.installed) return []
  for (const file of before.contents) put(guest, file)
  return before.units.flatMap(unit => bringUnit(guest, placed(unit, guest.config.processes)))
}

/** Removes a package; what may have been changed below /etc stays unless it is purged. Throws ENOENT. */
export function takeOut(guest: Guest, name: string, { keepsSettings }: { readonly keepsSettings: boolean }): void {
  const { contents = [], units = [] } = guest.packages.get(name) ?? {}
  guest.packages.remove(name, keepsSettings)
  writeStatus(guest)
  for (const unit of units.map(it => placed(it, guest.config.processes))) {
    try {
      guest.services.stop(unit.name)
    } catch (error) {
      if (!(error instanceof UnitError)) throw error
    }
    for (const path of [unit.path, ...linksOf(unit)]) unlessErrno(() => guest.files.unlink(path))
    guest.services.remove(unit.name)
  }
  for (const { path, kind } of contents.toReversed()) {
    if (keepsSettings && path.startsWith('/etc/')) continue
    unlessErrno(() => (kind === 'directory' ? guest.files.rmdir(path) : guest.files.unlink(path)))
  }
}

function bringUnit(guest: Guest, unit: UnitConfig): (readonly [string, string])[] {
  put(guest, text(unit.path, unitFileText(unit)))
  guest.services.add(unit)
  const links = unit.fileState === 'enabled' ? linksOf(unit) : []
  for (const path of links) put(guest, { kind: 'symlink', path, target: unit.path, mode: 0o777, owner: 0, group: 0 })
  if (unit.active === 'active') {
    try {
      guest.services.start(unit.name)
    } catch (error) {
      if (!(error instanceof UnitError)) throw error
    }
  }
  return links.map(link => [link, unit.path])
}

/** What stands there already is the administrator's. */
function put(guest: Guest, file: FileConfig): void {
  const { files, users } = guest
  const { path, mode } = file
  if (files.exists(path)) return
  files.mkdir(path.slice(0, path.lastIndexOf('/')) || '/', { recursive: true })
  if (file.kind === 'directory') files.mkdir(path, { recursive: true })
  else if (file.kind === 'symlink') files.symlink(file.target, path)
  else if (file.kind === 'file') files.writeFile(path, bytesOf(file, guest))
  else return
  if (file.kind === 'symlink') return
  files.chmod(path, mode)
  const uid = typeof file.owner === 'number' ? file.owner : users.byName(file.owner)?.uid
  const gid = typeof file.group === 'number' ? file.group : users.groups().find(({ name }) => name === file.group)?.gid
  files.chown(path, uid ?? 0, gid ?? 0)
}

function bytesOf({ content, path }: Extract<FileConfig, { kind: 'file' }>, { randomBytes }: Guest): Uint8Array {
  if (content.kind === 'bytes') return content.bytes
  const size = Number(content.size)
  if (content.fill === 'zero') return new Uint8Array(size)
  return content.fill === 'random' ? randomBytes(`package/${path}`, size) : Buffer.alloc(size, content.fill.text)
}

/** dpkg's database, of a guest that has it. */
function writeStatus({ files, packages }: Guest): void {
  if (!files.exists(STATUS)) return
  files.writeFile(STATUS, statusText(packages, heldIn(files)))
}
