/** What the schema can't see of the rights of Proxmox VE's users: whether their version has such roles and privileges. */
import type { Finding } from './explain.js'
import { known } from './findings.js'
import type { Path } from './path.js'
import { allPrivileges } from './proxmox-privileges.js'
import { builtInRoles } from './proxmox-roles.js'
import { majorOf, PROXMOX_VERSION } from './proxmox-version.js'
import type { ScenarioInput } from './schema.js'

/** By path: a role, or privileges. Where entries can be taken away from a parent they may be null. */
type Rights = Readonly<Record<string, string | readonly string[] | null>>

interface User {
  readonly rights?: Rights | undefined
  readonly tokens?: Readonly<Record<string, { readonly rights?: Rights | undefined } | null>> | undefined
}

type Users = Readonly<Record<string, User | null>>

export function checkProxmox({ proxmox = {} }: ScenarioInput): Finding[] {
  return checkRights(proxmox.users ?? {}, { version: proxmox.version ?? PROXMOX_VERSION, path: ['proxmox', 'users'] })
}

/** @param path Where the users stand. */
export function checkRights(
  users: Users,
  { version, path }: { readonly version: string; readonly path: Path },
): Finding[] {
  const major = majorOf(version)
  const words = [...builtInRoles(major).keys(), ...allPrivileges(major)]
  const expected = `a role such as PVEVMUser, or privileges such as VM.Audit, that Proxmox VE ${major} has`
  const check = (rights: Rights = {}, owner: Path) =>
    Object.entries(rights).flatMap(([on, granted]) => {
      const where = [...owner, 'rights', on]
      if (typeof granted === 'string') return known(where, granted, words, expected)
      return (granted ?? []).flatMap((name, at) => known([...where, at], name, words, expected))
    })
  return Object.entries(users).flatMap(([name, user]) => {
    const tokens = Object.entries(user?.tokens ?? {})
    return [
      ...check(user?.rights, [...path, name]),
      ...tokens.flatMap(([token, of]) => check(of?.rights, [...path, name, 'tokens', token])),
    ]
  })
}
