/** Packages, and lines of the journal. */
import type { FileConfig } from '../guest/config.js'
import { file } from '../guest/image/entries.js'
import { stub } from '../guest/image/stub.js'
import type { JournalEntryConfig } from '../guest/journal/boot-entries.js'
import { PRIORITIES } from '../guest/journal.js'
import type { PackageConfig } from '../guest/packages/package.js'
import { builtinNames } from '../guest/programs/names.js'
import type { UnitConfig } from '../guest/services/unit.js'
import { systemOf } from '../guest/systems.js'
import { toFileConfigs } from './content-config.js'
import { familyOf } from './family.js'
import { parseInstant } from './instant.js'
import type { ScenarioInput } from './schema.js'
import { toUnitConfigs } from './unit-config.js'
import { parseSize } from './units.js'

const DEFAULT_SIZE = 256n * 1024n

export function toPackageConfigs(document: ScenarioInput): PackageConfig[] {
  const machine = document.os?.kernel?.machine ?? 'x86_64'
  const isDebian = /(^|\n)ID(_LIKE)?="?[^\n]*(debian|ubuntu)/.test(releaseOf(document))
  const names = builtinNames(systemOf(familyOf(document)))
  const architecture = isDebian ? (DEBIAN_MACHINES[machine] ?? machine) : machine
  return Object.entries(document.packages ?? {}).flatMap(([name, input]): PackageConfig[] => {
    if (input === null) return []
    const installedSize = parseSize(input.installedSize ?? '') ?? DEFAULT_SIZE
    return [
      {
        name,
        version: input.version,
        architecture: input.architecture ?? architecture,
        summary: input.summary ?? name,
        installed: input.installed ?? true,
        ...(input.upgradableTo !== undefined && { candidate: input.upgradableTo }),
        section: input.section ?? 'misc',
        repository: input.repository ?? 'stable',
        installedSize,
        downloadSize: parseSize(input.downloadSize ?? '') ?? installedSize / 4n,
        files: Array.isArray(input.files) ? input.files : [],
        contents: [
          ...toBuiltinFiles(input.builtins ?? [], names),
          ...(input.files === undefined || Array.isArray(input.files) ? [] : toFileConfigs({ files: input.files })),
        ],
        units: [
          ...toUnitConfigs({ units: input.units ?? {} }).map(unit => asInstalled(unit, input.units ?? {}, isDebian)),
          ...(input.installed === false ? [] : ownedUnits(name, document, isDebian)),
        ],
      },
    ]
  })
}

/** Programs that mockvm doesn't play are files that say so when they run. */
function toBuiltinFiles(paths: readonly string[], names: readonly string[]): FileConfig[] {
  return paths.map(path => {
    const name = path.slice(path.lastIndexOf('/') + 1)
    return file(path, stub(names.includes(name) ? 'built-in' : 'program', name), 0o755)
  })
}

/** Which of the units of an image a package has brought, so that they go with it. */
const OWNED: Readonly<Record<string, readonly string[]>> = {
  audit: ['auditd.service'],
  chrony: ['chronyd.service'],
  cron: ['cron.service'],
  cronie: ['crond.service', 'cron.service'],
  'openssh-server': ['ssh.service', 'ssh.socket', 'sshd.service'],
  rsyslog: ['rsyslog.service'],
  snapd: ['snapd.service'],
  tuned: ['tuned.service'],
  'unattended-upgrades': ['unattended-upgrades.service'],
}

function ownedUnits(name: string, { packages, units = {} }: ScenarioInput, isDebian: boolean): UnitConfig[] {
  const own = packages?.[name]?.units ?? {}
  const names = (Object.hasOwn(OWNED, name) ? (OWNED[name] ?? []) : []).filter(unit => !Object.hasOwn(own, unit))
  const owned = Object.fromEntries(names.flatMap(unit => (units[unit] ? [[unit, units[unit]]] : [])))
  // Elsewhere nothing starts them when they come again, and the presets of the distribution enable them.
  return toUnitConfigs({ units: owned }).map(unit => (isDebian ? unit : { ...unit, active: 'inactive', sub: 'dead' }))
}

/** Debian's packages enable and start what they bring; those of others leave it to the administrator. */
function asInstalled(unit: UnitConfig, inputs: NonNullable<ScenarioInput['units']>, isDebian: boolean): UnitConfig {
  const { file: fileState, state } = inputs[unit.name] ?? {}
  if (isDebian || fileState === 'enabled' || unit.fileState !== 'enabled') return unit
  return {
    ...unit,
    fileState: 'disabled',
    preset: 'disabled',
    ...(state === undefined && { active: 'inactive', sub: 'dead' }),
  }
}

const DEBIAN_MACHINES: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' }

function releaseOf({ os }: ScenarioInput): string {
  const { release } = os ?? {}
  if (typeof release === 'string') return release
  return Object.entries(release ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join('\n')
}

export function toJournalConfigs({ journal = [] }: ScenarioInput): JournalEntryConfig[] {
  return journal.map(({ time, identifier, message, unit, pid, priority = 'info' }) => ({
    time: parseInstant(time) ?? 0n,
    identifier: identifier ?? unit?.replace(/\.\w+$/, '') ?? 'mockvm',
    ...(pid !== undefined && { pid }),
    ...(unit !== undefined && { unit }),
    priority: PRIORITIES.indexOf(priority),
    message,
  }))
}
