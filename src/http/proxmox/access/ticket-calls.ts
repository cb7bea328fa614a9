/** The calls with which one logs in. */
import { type Call, defineCall } from '../call.js'
import { CLUSTER_NAME } from '../cluster-name.js'
import { authenticationFailure } from '../error.js'
import type { Access } from './access.js'
import { parseAuthId } from './auth.js'
import { capabilitiesOf } from './capabilities.js'

const look = defineCall({
  method: 'GET',
  path: '/access/ticket',
  doc: 'Gives nothing: for pages on which one logs in.',
  permission: 'world',
  parameters: {},
  run: () => null,
})

const create = defineCall({
  method: 'POST',
  path: '/access/ticket',
  doc: 'Log in: a ticket for the cookie, and the token that writing calls want beside it.',
  permission: 'world',
  refusesTokens: true,
  parameters: {
    username: { type: 'string', maxLength: 64 },
    realm: { type: 'string', format: 'pve-realm', maxLength: 32, optional: true },
    password: { type: 'string' },
    otp: { type: 'string', optional: true },
    path: { type: 'string', maxLength: 64, optional: true, requires: 'privs' },
    privs: { type: 'string', format: 'pve-priv-list', maxLength: 64, optional: true, requires: 'path' },
    'new-format': { type: 'boolean', default: true },
    'tfa-challenge': { type: 'string', optional: true },
  },
  run({ access, cluster }, { username, realm, password, otp, path, privs, 'tfa-challenge': challenge }) {
    const user = realm ? `${username}@${realm}` : username
    // Nobody has a second factor: to answer for one fails as a wrong password does.
    const answersFactor = access.users !== undefined && (otp !== undefined || challenge !== undefined)
    if (answersFactor || !isUserName(user) || !access.isPassword(user, password)) throw authenticationFailure()
    const cap = capabilitiesOf(access, user)
    if (path && privs) {
      assertPrivileges(access, user, path, privs)
      return { username: user, cap }
    }
    const { tickets } = access
    const seesCluster = cluster.nodes.length > 1 && access.may({ user, token: undefined }, '/', ['Sys.Audit'])
    return {
      username: user,
      ticket: tickets.ticket(user),
      CSRFPreventionToken: tickets.csrfToken(user),
      cap,
      clustername: seesCluster ? CLUSTER_NAME : undefined,
    }
  },
})

function isUserName(user: string): boolean {
  const auth = parseAuthId(user)
  return auth !== undefined && auth.token === undefined
}

/** All of them. */
function assertPrivileges(access: Access, user: string, path: string, privileges: string): void {
  const has = access.privileges({ user, token: undefined }, path)
  const wanted = privileges.split(/[\s,;\0]+/).filter(name => name !== '')
  if (wanted.length === 0 || !wanted.every(name => has.has(name))) throw authenticationFailure()
}

export const ticketCalls: readonly Call[] = [look, create]
