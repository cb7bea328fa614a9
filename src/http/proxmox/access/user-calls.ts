/** The calls that tell who there is. */
import { type Call, defineCall } from '../call.js'
import type { ProxmoxUser } from '../options.js'
import { ROOT } from './auth.js'

const domains = defineCall({
  method: 'GET',
  path: '/access/domains',
  doc: 'The realms.',
  permission: 'world',
  parameters: {},
  run: () => [
    { realm: 'pam', type: 'pam', comment: 'Linux PAM standard authentication' },
    { realm: 'pve', type: 'pve', comment: 'Proxmox VE authentication server' },
  ],
})

const users = defineCall({
  method: 'GET',
  path: '/access/users',
  doc: 'The users, as far as options name them.',
  permission: 'user',
  parameters: {
    enabled: { type: 'boolean', optional: true },
    full: { type: 'boolean', default: false },
  },
  run({ access, auth }, { enabled, full }) {
    if (enabled === false) return []
    const seesAll = access.may(auth, '/access/groups', ['User.Modify', 'Sys.Audit'])
    const all = [...(access.users ?? new Map<string, ProxmoxUser>([[ROOT.user, {}]]))]
    return all
      .filter(([userid]) => seesAll || userid === auth.user)
      .map(([userid, { tokens = {} }]) => ({
        userid,
        enable: 1,
        expire: 0,
        'realm-type': userid.endsWith('@pam') ? 'pam' : 'pve',
        ...(full && { groups: '', tokens: tokensOf(tokens) }),
      }))
  },
})

function tokensOf(tokens: NonNullable<ProxmoxUser['tokens']>) {
  return Object.entries(tokens).map(([tokenid, { rights }]) => ({
    tokenid,
    expire: 0,
    privsep: rights === undefined ? 0 : 1,
  }))
}

export const userCalls: readonly Call[] = [domains, users]
