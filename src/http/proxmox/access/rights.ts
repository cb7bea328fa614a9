/** What rights amount to on a path. */

import { describeValue, formatPath, type Path } from '../../../scenario/path.js'
import type { ProxmoxRights } from '../options.js'
import { allPrivileges } from './privileges.js'
import { builtInRoles } from './roles.js'

/** The rights of one user or token: those of the path's nearest ancestor that has any, itself first, hold for it. */
export class Rights {
  readonly #byPath: ReadonlyMap<string, ReadonlySet<string>>

  /** @param where Among the options the user or token is whose they are. Throws TypeError for what is neither a role nor a privilege of that version. */
  constructor(rights: ProxmoxRights, { major, where }: { readonly major: number; readonly where: Path }) {
    const roles = builtInRoles(major)
    const privileges = new Set(allPrivileges(major))
    const resolve = (name: string, path: string): Iterable<string> => {
      if (privileges.has(name)) return [name]
      const role = roles.get(name)
      if (role !== undefined) return role
      const option = formatPath([...where, 'rights', path])
      throw new TypeError(
        `proxmoxHandlers: ${option}: expected a role such as PVEVMUser, or privileges such as VM.Audit, that Proxmox VE ${major} has, got ${describeValue(name)}.`,
      )
    }
    this.#byPath = new Map(
      Object.entries(rights).map(([path, granted]) => {
        const names = typeof granted === 'string' ? [granted] : granted
        return [path, names.includes('NoAccess') ? new Set() : new Set(names.flatMap(name => [...resolve(name, path)]))]
      }),
    )
  }

  get paths(): readonly string[] {
    return [...this.#byPath.keys()]
  }

  on(path: string): ReadonlySet<string> {
    for (const ancestor of upwards(path)) {
      const privileges = this.#byPath.get(ancestor)
      if (privileges !== undefined) return privileges
    }
    return new Set()
  }
}

/** "/vms/100", "/vms", "/". */
function upwards(path: string): string[] {
  const parts = path.split('/').slice(1)
  return [...parts.map((_, at) => `/${parts.slice(0, parts.length - at).join('/')}`), '/']
}
