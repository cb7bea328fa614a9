/** What rights amount to on a path. */
import { builtInRoles } from '../../../scenario/proxmox-roles.js'
import type { ProxmoxRights } from '../options.js'

/** The rights of one user or token: those of the path's nearest ancestor that has any, itself first, hold for it. */
export class Rights {
  readonly #byPath: ReadonlyMap<string, ReadonlySet<string>>

  /** @param major The version of Proxmox VE, which has all the roles and privileges that stand there. */
  constructor(rights: ProxmoxRights, major: number) {
    const roles = builtInRoles(major)
    this.#byPath = new Map(
      Object.entries(rights).map(([path, granted]) => {
        const names = typeof granted === 'string' ? [granted] : granted
        const privileges = names.flatMap(name => [...(roles.get(name) ?? [name])])
        return [path, new Set(names.includes('NoAccess') ? [] : privileges)]
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
