/** Packages, and lines of the journal. */
import type { JournalEntryConfig } from '../guest/journal/boot-entries.js'
import { PRIORITIES } from '../guest/journal.js'
import type { PackageConfig } from '../guest/packages/package.js'
import { parseInstant } from './instant.js'
import type { ScenarioInput } from './schema.js'
import { parseSize } from './units.js'

const DEFAULT_SIZE = 256n * 1024n

export function toPackageConfigs(document: ScenarioInput): PackageConfig[] {
  const machine = document.os?.kernel?.machine ?? 'x86_64'
  const isDebian = /(^|\n)ID(_LIKE)?="?[^\n]*(debian|ubuntu)/.test(releaseOf(document))
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
        files: input.files ?? [],
      },
    ]
  })
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
