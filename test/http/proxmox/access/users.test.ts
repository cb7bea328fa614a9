import { expect, test } from 'vitest'
import { ask } from '../ask.js'
import { served } from '../served.js'

const params = { username: 'root@pam', password: 'secret' }

test("users may stand in the VM's scenario", async () => {
  const { service } = await served({}, { scenario: { proxmox: { users: { 'root@pam': { password: 'secret' } } } } })
  expect(await ask(service, 'GET', '/access')).toMatchObject({ status: 401, reason: 'No ticket' })
  expect(await ask(service, 'POST', '/access/ticket', { params })).toMatchObject({ status: 200 })
})

test('those of the options take their place', async () => {
  const { service } = await served(
    { users: { 'root@pam': { password: 'other' } } },
    { scenario: { proxmox: { users: { 'root@pam': { password: 'secret' } } } } },
  )
  expect(await ask(service, 'POST', '/access/ticket', { params })).toMatchObject({ status: 401 })
})

test('no users means that nobody gets in', async () => {
  const { service } = await served({ users: {} })
  expect(await ask(service, 'POST', '/access/ticket', { params })).toMatchObject({ status: 401 })
  expect(await ask(service, 'GET', '/access')).toMatchObject({ status: 401 })
})

test('a ticket of one service is none of another with other users', async () => {
  const { service } = await served({ users: { 'root@pam': { password: 'secret' } } })
  const { service: other } = await served({ users: { 'root@pam': { password: 'other' } } })
  const { body } = await ask(service, 'POST', '/access/ticket', { params })
  const headers = { cookie: `PVEAuthCookie=${body.data.ticket}` }
  expect(await ask(service, 'GET', '/access', { headers })).toMatchObject({ status: 200 })
  expect(await ask(other, 'GET', '/access', { headers })).toMatchObject({ status: 401 })
})

test('options that are wrong are refused at once', async () => {
  await expect(served({ users: { root: {} } })).rejects.toThrow(/^proxmoxHandlers: users\.root: expected a user/)
  await expect(served({ users: { 'a@pve': { rights: { '/vms': 'PVEKing' } } } })).rejects.toThrow(TypeError)
})
