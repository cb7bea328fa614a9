/** How dpkg writes down what it knows of a package. */
import type { PackageConfig } from './package.js'

export const STATUS = '/var/lib/dpkg/status'

/** The fields of /var/lib/dpkg/status, in its order. */
export function controlFields(
  item: PackageConfig,
  isHeld = false,
): readonly (readonly [name: string, value: string])[] {
  return [
    ['Package', item.name],
    ['Status', isHeld ? 'hold ok installed' : 'install ok installed'],
    ['Priority', 'optional'],
    ['Section', item.section],
    ['Installed-Size', String(item.installedSize / 1024n)],
    ['Maintainer', 'Debian Developers <debian-devel@lists.debian.org>'],
    ['Architecture', item.architecture],
    ['Version', item.version],
    ['Description', item.summary],
  ]
}

/** A paragraph of /var/lib/dpkg/status, with the blank line behind it. */
export function controlText(item: PackageConfig, isHeld = false): string {
  return `${controlFields(item, isHeld)
    .map(([field, value]) => `${field}: ${value}\n`)
    .join('')}\n`
}
