/** Where Debian and Ubuntu get packages from, and how their tools name them. */
import type { Package } from '../../packages.js'
import { readSettings } from '../../services/env-file.js'
import type { Tool } from '../tool.js'

export interface Archive {
  readonly url: string
  readonly codename: string
  readonly component: string
  /** The suites that are looked up, with their addresses. */
  readonly sources: readonly (readonly [url: string, suite: string])[]
}

export function archiveOf(tool: Tool): Archive {
  const release = readSettings(tool.files, '/etc/os-release')
  const codename = release.get('VERSION_CODENAME') ?? 'stable'
  if (release.get('ID') === 'ubuntu') {
    const url = 'http://archive.ubuntu.com/ubuntu'
    const sources = [codename, `${codename}-updates`, `${codename}-backports`].map(suite => [url, suite] as const)
    const security = ['http://security.ubuntu.com/ubuntu', `${codename}-security`] as const
    return { url, codename, component: 'main', sources: [...sources, security] }
  }
  const url = 'http://deb.debian.org/debian'
  return {
    ...{ url, codename, component: 'main' },
    sources: [
      [url, codename],
      [url, `${codename}-updates`],
      ['http://deb.debian.org/debian-security', `${codename}-security`],
    ],
  }
}

/** The fields of /var/lib/dpkg/status, in its order. */
export function controlFields(item: Package): readonly (readonly [name: string, value: string])[] {
  return [
    ['Package', item.name],
    ['Status', 'install ok installed'],
    ['Priority', 'optional'],
    ['Section', item.section],
    ['Installed-Size', String(item.installedSize / 1024n)],
    ['Maintainer', 'Debian Developers <debian-devel@lists.debian.org>'],
    ['Architecture', item.architecture],
    ['Version', item.version],
    ['Description', item.summary],
  ]
}

/** Those that dpkg knows, by name. */
export function installed(tool: Tool): readonly Package[] {
  return tool.guest.packages.list().filter(item => item.installed)
}

/** Sizes as apt tells them: "152 kB", "1,490 kB", "12.6 MB". */
export function aptSize(bytes: bigint): string {
  if (bytes < 10_000n) return `${grouped(bytes)} B`
  if (bytes < 10_000_000n) return `${grouped(bytes / 1000n)} kB`
  return `${bytes / 1_000_000n}.${(bytes % 1_000_000n) / 100_000n} MB`
}

function grouped(number: bigint): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',')
}
