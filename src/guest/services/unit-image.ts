/** Files of the image that tell of systemd's units: one for each, and the links of those that are enabled. */
import type { FileConfig, GuestConfig } from '../config.js'
import { symlink, text } from '../image/entries.js'
import { placed, systemdUnits } from './systemd-units.js'
import type { UnitConfig } from './unit.js'
import { isBelowUnitFolder, unitFileText } from './unit-file.js'

const SETTINGS = '/etc/systemd/system'

/** None for a guest whose scenario has no units: systemd isn't what it is about. */
export function unitFiles(config: GuestConfig): readonly FileConfig[] {
  const packaged = config.packages.filter(it => it.installed).flatMap(it => it.units)
  if (config.units.length + packaged.length === 0) return []
  // What is mounted has no file: generators make it of /etc/fstab.
  const all = [...systemdUnits([]), ...packaged, ...config.units]
    .filter(({ path }) => isBelowUnitFolder(path))
    .map(unit => placed(unit, config.processes))
  const units = [...new Map(all.map(unit => [unit.name, unit])).values()]
  return [
    ...units.filter(({ fileState }) => fileState !== 'generated').map(unit => text(unit.path, unitFileText(unit))),
    ...units.flatMap(links),
  ]
}

function links(unit: UnitConfig): readonly FileConfig[] {
  const { name, path, fileState } = unit
  if (fileState === 'masked') return [symlink(`${SETTINGS}/${name}`, '/dev/null')]
  return fileState === 'enabled' ? linksOf(unit).map(link => symlink(link, path)) : []
}

/** What systemctl makes to enable a unit: its aliases, and one for who wants it. */
export function linksOf({ name, aliases, wantedBy }: UnitConfig): readonly string[] {
  return [...aliases.map(alias => `${SETTINGS}/${alias}`), `${SETTINGS}/${wantedBy}.wants/${name}`]
}
