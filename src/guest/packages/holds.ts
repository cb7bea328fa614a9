/** Packages that are to stay as they are. Only dpkg's database knows of them, so that is where they are kept. */
import type { Files } from '../files/files.js'
import type { Packages } from '../packages.js'
import { controlText, STATUS } from './control.js'

export function heldIn(files: Files): ReadonlySet<string> {
  if (!files.exists(STATUS)) return new Set()
  const found = files.readFile(STATUS, 'utf8').matchAll(/^Package: (.*)\nStatus: hold /gm)
  return new Set(Array.from(found, ([, name = '']) => name))
}

/** The whole database. One that is held need not be installed. */
export function statusText(packages: Packages, held: ReadonlySet<string>): string {
  const parts = packages.list().map(item => {
    const isHeld = held.has(item.name)
    if (item.installed || item.hasSettings) return controlText(item, isHeld)
    return isHeld ? `Package: ${item.name}\nStatus: hold ok not-installed\nSection: ${item.section}\n\n` : ''
  })
  return parts.join('')
}
