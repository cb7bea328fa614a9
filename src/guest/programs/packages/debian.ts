/** Where Debian and Ubuntu get packages from, and how their tools name them. */
import { hasConfiguration } from '../../packages/package.js'
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

/** Those that dpkg knows, by name. */
export function installed(tool: Tool): readonly Package[] {
  return tool.guest.packages.list().filter(item => item.installed)
}

/** Those and what has left something in /etc, by name. */
export function known(tool: Tool): readonly Package[] {
  return tool.guest.packages.list().filter(item => item.installed || item.hasSettings)
}

/** Sizes as apt tells them in the C locale: "152 kB", "81.2 kB", "1490 kB", "12.6 MB". */
export function aptSize(bytes: bigint): string {
  let size = Number(bytes)
  for (const unit of ['B', 'kB', 'MB', 'GB', 'TB']) {
    if (size < 100 && unit !== 'B') return `${size.toFixed(1)} ${unit}`
    if (size < 10_000) return `${size.toFixed(0)} ${unit}`
    size /= 1000
  }
  return `${size.toFixed(0)} PB`
}

/** What dpkg says when it takes away what a package has in /etc; nothing for one that has nothing there. */
export function purging(item: Package): string {
  const { name, version } = item
  return hasConfiguration(item) ? `Purging configuration files for ${name} (${version}) ...\n` : ''
}

/** Files that dpkg counts in its database: about as many as a small image has. */
const FILES_PER_PACKAGE = 930

const countLine = (tool: Tool) =>
  `(Reading database ... ${installed(tool).length * FILES_PER_PACKAGE} files and directories currently installed.)\n`

/** How dpkg shows that it reads. */
export function readDatabase(tool: Tool): void {
  tool.print(countLine(tool))
}

/** The same on the terminal that apt gives it, one step after the other. */
export function readDatabaseInSteps(tool: Tool): void {
  const steps = Array.from({ length: 20 }, (_, index) => `(Reading database ... ${(index + 1) * 5}%\n`)
  tool.print('(Reading database ... \n', ...steps, countLine(tool))
}
