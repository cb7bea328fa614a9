/** How dpkg writes down what it knows of a package. */
import type { Package } from './package.js'

export const STATUS = '/var/lib/dpkg/status'

/** What is wanted of it, what is wrong with it, and how it is. */
export function statusOf(item: Package, isHeld: boolean): readonly [want: string, flag: string, status: string] {
  if (!item.installed) return [isHeld ? 'hold' : 'deinstall', 'ok', item.hasSettings ? 'config-files' : 'not-installed']
  return [isHeld ? 'hold' : 'install', 'ok', 'installed']
}

/** The fields of /var/lib/dpkg/status, in its order. */
export function controlFields(item: Package, isHeld = false): readonly (readonly [name: string, value: string])[] {
  return [
    ['Package', item.name],
    ['Status', statusOf(item, isHeld).join(' ')],
    ['Priority', 'optional'],
    ['Section', item.section],
    ['Installed-Size', String(item.installedSize / 1024n)],
    ['Maintainer', 'Debian Developers <debian-devel@lists.debian.org>'],
    ['Architecture', item.architecture],
    ['Version', item.version],
    ...(item.installed ? [] : ([['Config-Version', item.version]] as const)),
    ['Description', item.summary],
  ]
}

/** A paragraph of /var/lib/dpkg/status, with the blank line behind it. */
export function controlText(item: Package, isHeld = false): string {
  return `${controlFields(item, isHeld)
    .map(([field, value]) => `${field}: ${value}\n`)
    .join('')}\n`
}
