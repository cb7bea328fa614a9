/** `cap` of a ticket: what its owner may do anywhere, for user interfaces that hide the rest. */
import type { HttpJson } from '../../json.js'
import type { Access } from './access.js'

/** By the first part of a path, `dc` for that of "/"; of which privileges each is about. */
const CATEGORIES = {
  vms: /^(VM\.|Permissions\.Modify)/,
  access: /^((User|Group)\.|Permissions\.Modify)/,
  storage: /^(Datastore\.|Permissions\.Modify)/,
  nodes: /^(Sys\.|Permissions\.Modify)/,
  sdn: /^(SDN\.|Permissions\.Modify)/,
  dc: /^(Sys\.Audit|Sys\.Modify|SDN\.)/,
  mapping: /^(Mapping\.|Permissions\.Modify)/,
}

const PATHS = ['/', '/nodes', '/access/groups', '/vms', '/storage', '/sdn', '/mapping']

export function capabilitiesOf(access: Access, user: string): HttpJson {
  const paths = [...new Set([...PATHS, ...access.paths])]
  return Object.fromEntries(
    Object.entries(CATEGORIES).map(([category, isAbout]) => {
      const privileges = paths
        .filter(path => (path === '/' ? 'dc' : path.split('/')[1]) === category)
        .flatMap(path => [...access.privileges({ user, token: undefined }, path)])
        .filter(name => isAbout.test(name))
      return [category, Object.fromEntries(privileges.sort().map(name => [name, 1]))]
    }),
  )
}
