import { expect, test } from 'vitest'
import { ask } from '../ask.js'
import { served } from '../served.js'

const SECRET = '00000000-0000-4000-8000-000000000001'
const users = {
  'anna@pve': {
    rights: { '/vms': 'PVEVMUser', '/access': 'PVEAuditor' },
    tokens: { all: { secret: SECRET }, few: { secret: SECRET, rights: { '/vms/100': ['VM.Audit'] } } },
  },
} as const

async function reason(authorization: string) {
  const { service } = await served({ users })
  const { status, reason, text } = await ask(service, 'GET', '/access', { headers: { authorization } })
  return [status, reason, text]
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
  expect(await reason(authorization)).toEqual([401, expected, ''])
})

test.each([`PVEAPIToken=anna@pve!all=${SECRET}`, `PVEAPIToken=anna%40pve!all=${SECRET}`])(
  '%s is good',
  async header => {
    expect(await reason(header)).toEqual([200, 'OK', expect.any(String)])
  },
)

test('no token against forged requests is needed', async () => {
  const { service } = await served({ users })
  const headers = { authorization: `PVEAPIToken=anna@pve!all=${SECRET}` }
  expect(await ask(service, 'POST', '/nodes/pve/qemu/100/agent/ping', { headers })).not.toMatchObject({ status: 401 })
})

test('a cookie counts before a token', async () => {
  const { service } = await served({ users })
  const headers = { authorization: `PVEAPIToken=anna@pve!all=${SECRET}`, cookie: 'PVEAuthCookie=made-up' }
  expect(await ask(service, 'GET', '/access', { headers })).toMatchObject({
    status: 401,
    reason: 'permission denied - invalid PVE ticket',
  })
})

test('a token with rights of its own is held to them', async () => {
  const { service } = await served({ users })
  const stop = (token: string) =>
    ask(service, 'POST', '/nodes/pve/qemu/100/status/stop', {
      headers: { authorization: `PVEAPIToken=anna@pve!${token}=${SECRET}` },
    })
  expect(await stop('few')).toMatchObject({
    status: 403,
    reason: 'Permission check failed (/vms/100, VM.PowerMgmt)',
    text: '{"data":null,"message":"Permission check failed (/vms/100, VM.PowerMgmt)\\n"}',
  })
  expect(await stop('all')).toMatchObject({ status: 200 })
})

test('before Proxmox VE 9 one privilege stands for the agent', async () => {
  const secret = SECRET
  const rights = { '/vms/100': ['VM.Monitor'], '/vms/101': ['VM.Audit'] }
  const { service } = await served({ version: '8.4.1', users: { 'a@pve': { rights, tokens: { ci: { secret } } } } })
  const ping = (vmid: number) =>
    ask(service, 'POST', `/nodes/pve/qemu/${vmid}/agent/ping`, {
      headers: { authorization: `PVEAPIToken=a@pve!ci=${secret}` },
    })
  expect(await ping(100)).toMatchObject({ status: 200 })
  expect(await ping(101)).toMatchObject({ status: 403, reason: 'Permission check failed (/vms/101, VM.Monitor)' })
})
