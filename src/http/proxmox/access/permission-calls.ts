/** The calls that tell who may do what. */
import { type Call, defineCall } from '../call.js'
import { died, forbidden } from '../error.js'
import { parseAuthId } from './auth.js'

const index = defineCall({
  method: 'GET',
  path: '/access',
  doc: 'What there is below access, here.',
  permission: 'user',
  parameters: {},
  run: () => ['users', 'roles', 'domains', 'ticket'].map(subdir => ({ subdir })),
})

const permissions = defineCall({
  method: 'GET',
  path: '/access/permissions',
  doc: 'Who may do what: the privileges by path.',
  permission: 'user',
  parameters: {
    userid: { type: 'string', optional: true },
    path: { type: 'string', optional: true },
  },
  run({ access, auth }, { userid, path }) {
    const whose = userid === undefined ? auth : parseAuthId(userid)
    if (whose === undefined) throw died(`'${userid}' is neither a user nor a token`)
    const isOwn = whose.user === auth.user && (auth.token === undefined || auth.token === whose.token)
    if (!isOwn && !access.may(auth, '/access', ['Sys.Audit'])) throw forbidden('/access, Sys.Audit')
    const paths = path === undefined ? access.paths : [path]
    const byPath = paths.map(path => [path, [...access.privileges(whose, path)].sort()] as const)
    return Object.fromEntries(
      byPath
        .filter(([, privileges]) => path !== undefined || privileges.length > 0)
        // 1: they hold for what is below, too.
        .map(([path, privileges]) => [path, Object.fromEntries(privileges.map(name => [name, 1]))]),
    )
  },
})

const roles = defineCall({
  method: 'GET',
  path: '/access/roles',
  doc: 'The roles, with their privileges.',
  permission: 'user',
  parameters: {},
  run: ({ access }) =>
    [...access.roles].map(([roleid, privileges]) => ({ roleid, privs: [...privileges].sort().join(','), special: 1 })),
})

const role = defineCall({
  method: 'GET',
  path: '/access/roles/{roleid}',
  doc: 'The privileges of a role.',
  permission: 'user',
  parameters: { roleid: { type: 'string' } },
  run({ access }, { roleid }) {
    const privileges = access.roles.get(roleid)
    if (privileges === undefined) throw died(`role '${roleid}' does not exist`)
    return Object.fromEntries([...privileges].sort().map(name => [name, 1]))
  },
})

export const permissionCalls: readonly Call[] = [index, permissions, roles, role]
