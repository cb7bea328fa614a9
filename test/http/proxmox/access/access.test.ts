import { describe, expect, test } from 'vitest'
import { Access } from '../../../../src/http/proxmox/access/access.js'
import type { Auth } from '../../../../src/http/proxmox/access/auth.js'
import type { ProxmoxOptions } from '../../../../src/http/proxmox/service.js'

const SECRET = '00000000-0000-4000-8000-000000000001'

function access(users: ProxmoxOptions['users'], version = '9.0.3'): Access {
  return new Access({ users, version, now: () => 0 })
}

function who(user: string, token?: string): Auth {
  return { user, token }
}

describe('rights', () => {
  const users = {
    'anna@pve': {
      rights: { '/': 'PVEAuditor', '/vms': 'PVEVMUser', '/vms/101': 'NoAccess', '/vms/102': ['VM.Audit'] },
    },
  }

  test.each<[string, string, boolean]>([
    ['/', 'Sys.Audit', true],
    ['/nodes/pve', 'Sys.Audit', true],
    ['/access', 'Sys.Audit', true],
    ['/vms', 'VM.PowerMgmt', true],
    ['/vms/100', 'VM.PowerMgmt', true],
    ['/vms/1000', 'VM.PowerMgmt', true],
    ['/vms/100', 'Sys.Audit', false],
    ['/vms/101', 'VM.Audit', false],
    ['/vms/102', 'VM.Audit', true],
    ['/vms/102', 'VM.PowerMgmt', false],
    ['/vmsx', 'VM.PowerMgmt', false],
  ])('the nearest path above counts, %s itself first: %s %s', (path, privilege, expected) => {
    expect(access(users).may(who('anna@pve'), path, [privilege])).toBe(expected)
  })

  test('who has none may nothing, root@pam may all, whatever its rights', () => {
    const some = access({ 'bob@pve': {}, 'root@pam': { rights: { '/': 'NoAccess' } } })
    expect(some.may(who('bob@pve'), '/', ['VM.Audit'])).toBe(false)
    expect(some.may(who('nobody@pve'), '/', ['VM.Audit'])).toBe(false)
    expect(some.may(who('root@pam'), '/', ['VM.Audit'])).toBe(true)
  })

  test('without users everybody may all', () => {
    expect(access(undefined).may(who('x@y'), '/vms/100', ['VM.GuestAgent.Unrestricted'])).toBe(true)
  })

  test('calls want the privileges of Proxmox VE 9; before, one stood for the agent', () => {
    const agents = ['VM.GuestAgent.Audit', 'VM.GuestAgent.Unrestricted']
    const old = access({ 'a@pve': { rights: { '/vms': ['VM.Monitor'] } } }, '8.4.1')
    expect(old.wanted(['VM.PowerMgmt', ...agents])).toEqual(['VM.Monitor'])
    expect(old.wanted(['VM.PowerMgmt'])).toEqual(['VM.PowerMgmt'])
    expect(old.may(who('a@pve'), '/vms/100', agents)).toBe(true)
    const now = access({ 'a@pve': { rights: { '/vms': ['VM.GuestAgent.Audit'] } } })
    expect(now.wanted(agents)).toEqual(agents)
    expect(now.may(who('a@pve'), '/vms/100', agents)).toBe(true)
  })
})

describe('tokens', () => {
  const users = {
    'anna@pve': {
      rights: { '/vms': 'PVEVMUser' },
      tokens: {
        all: { secret: SECRET },
        some: { secret: SECRET, rights: { '/vms/100': ['VM.Audit', 'VM.Allocate'] } },
      },
    },
    'root@pam': { tokens: { all: { secret: SECRET }, some: { secret: SECRET, rights: { '/': ['VM.Audit'] } } } },
  }

  test.each<[string, string, string, string[]]>([
    ['anna@pve', 'some', '/vms/100', ['VM.Audit']],
    ['anna@pve', 'some', '/vms/101', []],
    ['root@pam', 'some', '/vms/101', ['VM.Audit']],
  ])('with rights of its own it has those that its user has as well: %s!%s %s', (user, token, path, expected) => {
    expect([...access(users).privileges(who(user, token), path)]).toEqual(expected)
  })

  test.each(['anna@pve', 'root@pam'])('without any it has those of %s', user => {
    const all = access(users)
    expect(all.privileges(who(user, 'all'), '/vms/100')).toEqual(all.privileges(who(user), '/vms/100'))
  })
})
