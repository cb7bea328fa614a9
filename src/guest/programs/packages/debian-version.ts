/** Versions of Debian, and which of two is the later one (deb-version(7)). */
import { compareVersions } from '../../shell/tools/own/version-order.js'

export interface DebianVersion {
  readonly epoch: number
  readonly upstream: string
  readonly revision: string
}

/** What is wrong with a text that should be one; dpkg goes on with what is only a warning. */
export interface BadSyntax {
  readonly what: 'error' | 'warning'
  readonly message: string
}

const MOST = 2_147_483_647

export function parseDebianVersion(text: string): { readonly version?: DebianVersion; readonly bad?: BadSyntax } {
  const error = (message: string) => ({ bad: { what: 'error', message } }) as const
  const trimmed = text.replace(/^[ \t]+|[ \t]+$/g, '')
  if (trimmed === '') return error('version string is empty')
  if (/[ \t]/.test(trimmed)) return error('version string has embedded spaces')
  const colon = trimmed.indexOf(':')
  const before = trimmed.slice(0, Math.max(colon, 0))
  const number = /^[+-]?\d+/.exec(before)?.[0]
  if (colon >= 0) {
    if (number === undefined) return error('epoch in version is empty')
    if (number !== before) return error('epoch in version is not number')
    if (Number(number) < 0) return error('epoch in version is negative')
    if (Number(number) > MOST) return error('epoch in version is too big')
    if (colon === trimmed.length - 1) return error('nothing after colon in version number')
  }
  const rest = trimmed.slice(colon + 1)
  const hyphen = rest.lastIndexOf('-')
  if (hyphen === rest.length - 1) return error('revision number is empty')
  const upstream = hyphen < 0 ? rest : rest.slice(0, hyphen)
  if (upstream === '') return error('version number is empty')
  const version = { epoch: Number(number ?? 0), upstream, revision: hyphen < 0 ? '' : rest.slice(hyphen + 1) }
  const doubt = doubtOf(version)
  return { version, ...(doubt !== undefined && { bad: { what: 'warning', message: doubt } }) }
}

function doubtOf({ upstream, revision }: DebianVersion): string | undefined {
  if (!/^\d/.test(upstream)) return 'version number does not start with digit'
  if (/[^A-Za-z0-9.+~:-]/.test(upstream)) return 'invalid character in version number'
  return /[^A-Za-z0-9.+~]/.test(revision) ? 'invalid character in revision number' : undefined
}

/** Negative when `a` is the older one. */
export function compareDebianVersions(a: DebianVersion, b: DebianVersion): number {
  return a.epoch - b.epoch || compareVersions(a.upstream, b.upstream) || compareVersions(a.revision, b.revision)
}
