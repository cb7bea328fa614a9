/** The roles that Proxmox VE has of itself. */
import { allPrivileges, privilegeGroups } from './proxmox-privileges.js'

/** Their privileges, by their names. @param major Of Proxmox VE: 8, 9. */
export function builtInRoles(major: number): ReadonlyMap<string, ReadonlySet<string>> {
  const roles = new Map<string, Set<string>>([
    ['Administrator', new Set(allPrivileges(major))],
    ['NoAccess', new Set()],
    ['PVETemplateUser', new Set(['VM.Audit', 'VM.Clone'])],
  ])
  const grant = (role: string, privileges: readonly string[]) => {
    roles.set(role, new Set([...(roles.get(role) ?? []), ...privileges]))
  }
  for (const [name, { admin, user, audit }] of Object.entries(privilegeGroups(major))) {
    grant(`PVE${name}Admin`, [...admin, ...user, ...audit])
    // Who maps hardware into guests gets at the host.
    grant(
      'PVEAdmin',
      [...admin, ...user, ...audit].filter(privilege => privilege !== 'Mapping.Modify'),
    )
    if (user.length > 0) grant(`PVE${name}User`, [...user, ...audit])
    grant('PVEAuditor', audit)
  }
  return new Map([...roles].sort(([one], [other]) => (one < other ? -1 : 1)))
}
