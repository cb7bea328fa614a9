import type { Guest } from '../../guest.js'

/** Of guests whose package manager knows of none. */
const DEFAULT = '22.4.2'

/** As it calls itself: Ubuntu and Red Hat build the whole version of the package into it, others the one of upstream. */
export function versionOf(guest: Guest): string {
  const found = guest.packages.get('cloud-init')
  if (found === undefined || !found.installed) return DEFAULT
  const isWhole = /ubuntu|\.el\d/.test(found.version)
  return isWhole ? found.version : found.version.replace(/-[^-]*$/, '')
}

/** 24.1 tells conditions apart from states, and what could be recovered from. */
export function hasConditions(guest: Guest): boolean {
  return Number.parseInt(versionOf(guest), 10) >= 24
}
