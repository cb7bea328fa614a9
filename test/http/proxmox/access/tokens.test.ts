import { expect, test } from 'vitest'
import { ok, refused, shutOut } from '../answers.js'
import { ask } from '../ask.js'
import { served } from '../served.js'

const SECRET = '00000000-0000-4000-8000-000000000001'
const users = {
  'anna@pve': {
    rights: { '/vms': 'PVEVMUser', '/access': 'PVEAuditor' },
    tokens: { all: { secret: SECRET }, few: { secret: SECRET, rights: { '/vms/100': ['VM.Audit'] } } },
  },
} as const

async function look(authorization: string) {
  const { service } = await served({ users })
  return ask(service, 'GET', '/access', { headers: { authorization } })
}

test.each<[string, string]>([
  ['Bearer x', 'No ticket'],
  ['PVEAPIToken=', 'No ticket'],
  ['PVEAPIToken=anna@pve!all', 'no tokenid specified'],
  [
    `PVEAPIToken=anna@pve=${SECRET}`,
    "'anna@pve' is not a valid token ID - not able to split into user and token parts",
  ],
  [`PVEAPIToken=all=${SECRET}`, "'all' is not a valid token ID - not able to split into user and token parts"],
  [`PVEAPIToken=bob@pve!all=${SECRET}`, "no such user ('bob@pve')"],
  [`PVEAPIToken=anna@pve!ci=${SECRET}`, "no such token 'ci' for user 'anna@pve'"],
  [`PVEAPIToken=anna@pve!toString=${SECRET}`, "no such token 'toString' for user 'anna@pve'"],
  ['PVEAPIToken=anna@pve!all=wrong', 'invalid token value!'],
])('%s is refused', async (authorization, expected) => {
  expect(await look(authorization)).toEqual(shutOut(expected))
})

test.each([`PVEAPIToken=anna@pve!all=${SECRET}`, `PVEAPIToken=anna%40pve!all=${SECRET}`])(
  '%s is good',
  async header => {
    const subdirs = ['users', 'roles', 'domains', 'ticket'].map(subdir => ({ subdir }))
    expect(await look(header)).toEqual(ok(subdirs))
  },
)

test('no token against forged requests is needed', async () => {
  const { service } = await served({ users })
  const headers = { authorization: `PVEAPIToken=anna@pve!all=${SECRET}` }
  expect(await ask(service, 'POST', '/nodes/pve/qemu/100/agent/ping', { headers })).toEqual(ok({ result: {} }))
})

test('a cookie counts before a token', async () => {
  const { service } = await served({ users })
  const headers = { authorization: `PVEAPIToken=anna@pve!all=${SECRET}`, cookie: 'PVEAuthCookie=made-up' }
  expect(await ask(service, 'GET', '/access', { headers })).toEqual(shutOut('permission denied - invalid PVE ticket'))
})

test('a token with rights of its own is held to them', async () => {
  const { service } = await served({ users })
  const stop = (token: string) =>
    ask(service, 'POST', '/nodes/pve/qemu/100/status/stop', {
      headers: { authorization: `PVEAPIToken=anna@pve!${token}=${SECRET}` },
    })
  expect(await stop('few')).toEqual(refused(403, 'Permission check failed (/vms/100, VM.PowerMgmt)'))
  expect(await stop('all')).toEqual(ok(expect.stringMatching(/^UPID:pve:000003E9:.*:qmstop:100:anna@pve!all:$/)))
})

test('before Proxmox VE 9 one privilege stands for the agent', async () => {
  const secret = SECRET
  const rights = { '/vms/100': ['VM.Monitor'], '/vms/101': ['VM.Audit'] }
  const { service } = await served({ version: '8.4.1', users: { 'a@pve': { rights, tokens: { ci: { secret } } } } })
  const ping = (vmid: number) =>
    ask(service, 'POST', `/nodes/pve/qemu/${vmid}/agent/ping`, {
      headers: { authorization: `PVEAPIToken=a@pve!ci=${secret}` },
    })
  expect(await ping(100)).toEqual(ok({ result: {} }))
  expect(await ping(101)).toEqual(refused(403, 'Permission check failed (/vms/101, VM.Monitor)'))
})
