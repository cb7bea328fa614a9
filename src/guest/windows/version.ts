import type { Guest } from '../guest.js'

/** From Windows 10 on a version has a fourth number, which counts updates: none was installed. */
const FIRST_WITH_REVISION = 10

/** "10.0.20348.1", "6.1.7601" */
export function windowsVersion(guest: Guest): string {
  const { version = '10.0', build = 0 } = guest.windows?.config ?? {}
  return `${version}.${build}${Number.parseInt(version, 10) >= FIRST_WITH_REVISION ? '.1' : ''}`
}

/** What `ver` prints. */
export function versionLine(guest: Guest): string {
  return `Microsoft Windows [Version ${windowsVersion(guest)}]`
}
