import { describe, expect, test } from 'vitest'
import { ok, refused, shutOut } from '../answers.js'
import { ask } from '../ask.js'
import { served } from '../served.js'

const SUBDIRS = ['users', 'roles', 'domains', 'ticket'].map(subdir => ({ subdir }))
const params = { username: 'root@pam', password: 'secret' }

test("users may stand in the VM's scenario", async () => {
  const { service } = await served({}, { scenario: { proxmox: { users: { 'root@pam': { password: 'secret' } } } } })
  expect(await ask(service, 'GET', '/access')).toEqual(shutOut('No ticket'))
  expect((await ask(service, 'POST', '/access/ticket', { params })).body.data.username).toBe('root@pam')
})

test('those of the options take their place', async () => {
  const { service } = await served(
    { users: { 'root@pam': { password: 'other' } } },
    { scenario: { proxmox: { users: { 'root@pam': { password: 'secret' } } } } },
  )
  expect(await ask(service, 'POST', '/access/ticket', { params })).toEqual(refused(401, 'authentication failure'))
})

test('no users means that nobody gets in', async () => {
  const { service } = await served({ users: {} })
  expect(await ask(service, 'POST', '/access/ticket', { params })).toEqual(refused(401, 'authentication failure'))
  expect(await ask(service, 'GET', '/access')).toEqual(shutOut('No ticket'))
})

test('a ticket of one service is none of another with other users', async () => {
  const { service } = await served({ users: { 'root@pam': { password: 'secret' } } })
  const { service: other } = await served({ users: { 'root@pam': { password: 'other' } } })
  const { body } = await ask(service, 'POST', '/access/ticket', { params })
  const headers = { cookie: `PVEAuthCookie=${body.data.ticket}` }
  expect(await ask(service, 'GET', '/access', { headers })).toEqual(ok(SUBDIRS))
  expect(await ask(other, 'GET', '/access', { headers })).toEqual(shutOut('permission denied - invalid PVE ticket'))
})

test('options that are wrong are refused at once', async () => {
  await expect(served({ users: { root: {} } })).rejects.toThrow(/^proxmoxHandlers: users\.root: expected a user/)
  await expect(served({ users: { 'a@pve': { password: '' } } })).rejects.toThrow(
    new TypeError('proxmoxHandlers: users["a@pve"].password: expected a password: one character at least, got "".'),
  )
})

describe('rights to what the version has not are refused', () => {
  const said = (where: string, major: string | undefined, got: string) =>
    `proxmoxHandlers: users["a@pve"].${where}: expected a role such as PVEVMUser, or privileges such as VM.Audit, ` +
    `that Proxmox VE ${major} has, got "${got}".`

  test.each([
    ['PVEKing', '9.0.3'],
    ['VM.Monitor', '9.0.3'],
    ['VM.GuestAgent.FileRead', '8.4.1'],
  ])('%s of %s', async (name, version) => {
    const secret = '00000000-0000-4000-8000-000000000001'
    const ofUser = { 'a@pve': { rights: { '/vms': name } } }
    await expect(served({ version, users: ofUser })).rejects.toThrow(
      new TypeError(said('rights["/vms"]', version[0], name)),
    )
    const ofToken = { 'a@pve': { tokens: { ci: { secret, rights: { '/vms': ['VM.Audit', name] } } } } }
    await expect(served({ version, users: ofToken })).rejects.toThrow(
      new TypeError(said('tokens.ci.rights["/vms"][1]', version[0], name)),
    )
  })

  test('whichever of scenario and options says which version it is', async () => {
    const proxmox = { users: { 'a@pve': { rights: { '/vms': ['VM.GuestAgent.FileRead'] } } } }
    await served({}, { scenario: { proxmox } })
    await expect(served({ version: '8.4.1' }, { scenario: { proxmox } })).rejects.toThrow(
      new TypeError(said('rights["/vms"][0]', '8', 'VM.GuestAgent.FileRead')),
    )
  })
})
