import { describe, expect, test } from 'vitest'
import { ask } from '../ask.js'
import { served } from '../served.js'

const SECRET = '00000000-0000-4000-8000-000000000001'
const users = {
  'anna@pve': {
    rights: { '/vms': ['VM.Audit', 'VM.PowerMgmt'] },
    tokens: { all: { secret: SECRET }, few: { secret: SECRET, rights: { '/vms/100': ['VM.Audit'] } } },
  },
  'auditor@pve': { rights: { '/': ['Sys.Audit'] }, tokens: { all: { secret: SECRET } } },
} as const

async function as(token: string, path: string, params: Record<string, string> = {}) {
  const { service } = await served({ users })
  const headers = { authorization: `PVEAPIToken=${token}=${SECRET}` }
  const { status, body } = await ask(service, 'GET', path, { headers, params })
  return status === 200 ? body.data : [status, body.message]
}

describe('GET /access/permissions', () => {
  test('tells where one may do what', async () => {
    const both = { 'VM.Audit': 1, 'VM.PowerMgmt': 1 }
    expect(await as('anna@pve!all', '/access/permissions')).toEqual({ '/vms': both, '/vms/100': both })
    expect(await as('anna@pve!few', '/access/permissions')).toEqual({ '/vms/100': { 'VM.Audit': 1 } })
  })

  test('of one path it tells also that there is nothing', async () => {
    expect(await as('anna@pve!all', '/access/permissions', { path: '/vms/7' })).toEqual({
      '/vms/7': { 'VM.Audit': 1, 'VM.PowerMgmt': 1 },
    })
    expect(await as('anna@pve!all', '/access/permissions', { path: '/nodes' })).toEqual({ '/nodes': {} })
  })

  test('a user asks for its tokens, an auditor for anybody', async () => {
    const few = { '/vms/100': { 'VM.Audit': 1 } }
    expect(await as('auditor@pve!all', '/access/permissions', { userid: 'anna@pve!few' })).toEqual(few)
    expect(await as('anna@pve!all', '/access/permissions', { userid: 'auditor@pve' })).toEqual([
      403,
      'Permission check failed (/access, Sys.Audit)\n',
    ])
    expect(await as('anna@pve!few', '/access/permissions', { userid: 'anna@pve' })).toEqual([
      403,
      'Permission check failed (/access, Sys.Audit)\n',
    ])
    expect(await as('auditor@pve!all', '/access/permissions', { userid: 'x' })).toEqual([
      500,
      "'x' is neither a user nor a token\n",
    ])
  })
})

describe('GET /access/users', () => {
  const anna = { userid: 'anna@pve', enable: 1, expire: 0, 'realm-type': 'pve' }

  test('tells those that one may see', async () => {
    expect(await as('anna@pve!all', '/access/users')).toEqual([anna])
    expect(await as('auditor@pve!all', '/access/users')).toEqual([
      { userid: 'root@pam', enable: 1, expire: 0, 'realm-type': 'pam' },
      anna,
      { ...anna, userid: 'auditor@pve' },
    ])
    expect(await as('anna@pve!all', '/access/users', { enabled: '0' })).toEqual([])
  })

  test('and their tokens, if one wants', async () => {
    expect(await as('anna@pve!all', '/access/users', { full: '1' })).toEqual([
      {
        ...anna,
        groups: '',
        tokens: [
          { tokenid: 'all', expire: 0, privsep: 0 },
          { tokenid: 'few', expire: 0, privsep: 1 },
        ],
      },
    ])
  })

  test('without users there is root@pam', async () => {
    const { service } = await served()
    expect((await ask(service, 'GET', '/access/users')).body).toEqual({
      data: [{ userid: 'root@pam', enable: 1, expire: 0, 'realm-type': 'pam' }],
    })
  })
})

describe('GET /access/roles', () => {
  test('tells all of them', async () => {
    const roles = await as('anna@pve!all', '/access/roles')
    expect(roles).toHaveLength(17)
    expect(roles.at(1)).toEqual({ roleid: 'NoAccess', privs: '', special: 1 })
    expect(roles.at(-4)).toEqual({ roleid: 'PVETemplateUser', privs: 'VM.Audit,VM.Clone', special: 1 })
  })

  test('and one of them', async () => {
    expect(await as('anna@pve!all', '/access/roles/PVETemplateUser')).toEqual({ 'VM.Audit': 1, 'VM.Clone': 1 })
    expect(await as('anna@pve!all', '/access/roles/PVEKing')).toEqual([500, "role 'PVEKing' does not exist\n"])
  })
})

test('GET /access tells what there is below', async () => {
  expect(await as('anna@pve!all', '/access')).toEqual([
    { subdir: 'users' },
    { subdir: 'roles' },
    { subdir: 'domains' },
    { subdir: 'ticket' },
  ])
})

test('GET /access/domains is for everybody', async () => {
  const { service } = await served({ users })
  expect((await ask(service, 'GET', '/access/domains')).body).toEqual({
    data: [
      { realm: 'pam', type: 'pam', comment: 'Linux PAM standard authentication' },
      { realm: 'pve', type: 'pve', comment: 'Proxmox VE authentication server' },
    ],
  })
})
