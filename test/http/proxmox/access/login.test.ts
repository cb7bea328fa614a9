import { describe, expect, test } from 'vitest'
import { proxmoxService } from '../../../../src/http/proxmox/service.js'
import { createVm } from '../../../../src/index.js'
import { ok, refused, refusedParameters, shutOut } from '../answers.js'
import { answerOf, ask } from '../ask.js'
import { served } from '../served.js'

const PASSWORD = 'secret'
const SUBDIRS = ['users', 'roles', 'domains', 'ticket'].map(subdir => ({ subdir }))
const users = {
  'root@pam': { password: PASSWORD },
  'anna@pve': { password: 'hers', rights: { '/vms': ['VM.Audit'] } },
  'token-only@pve': {},
}

const NO_CAP = { vms: {}, access: {}, storage: {}, nodes: {}, sdn: {}, dc: {}, mapping: {} }

describe('POST /access/ticket', () => {
  test('gives a ticket, a token against forged requests, and what one may do', async () => {
    const { service } = await served({ users })
    const { status, reason, headers, body } = await ask(service, 'POST', '/access/ticket', {
      params: { username: 'anna@pve', password: 'hers' },
    })
    expect({ status, reason, body }).toEqual({
      status: 200,
      reason: 'OK',
      body: {
        data: {
          username: 'anna@pve',
          ticket: expect.stringMatching(/^PVE:anna@pve:6955B900::[A-Za-z\d+/]{342}==$/),
          CSRFPreventionToken: expect.stringMatching(/^6955B900:[A-Za-z\d+/]{43}$/),
          cap: { ...NO_CAP, vms: { 'VM.Audit': 1 } },
        },
      },
    })
    expect(headers).toEqual({
      'cache-control': 'max-age=0',
      'content-type': 'application/json;charset=UTF-8',
      date: 'Thu, 01 Jan 2026 00:00:00 GMT',
      expires: 'Thu, 01 Jan 2026 00:00:00 GMT',
      pragma: 'no-cache',
      server: 'pve-api-daemon/3.0',
    })
  })

  test('the realm may come by itself, and root@pam may all', async () => {
    const { service } = await served({ users })
    const { body } = await ask(service, 'POST', '/access/ticket', {
      params: { username: 'root', realm: 'pam', password: PASSWORD },
    })
    expect(body.data.username).toBe('root@pam')
    expect(body.data.cap.vms).toHaveProperty(['VM.GuestAgent.Unrestricted'], 1)
    expect(body.data.cap.dc).toEqual({
      'SDN.Allocate': 1,
      'SDN.Audit': 1,
      'SDN.Use': 1,
      'Sys.Audit': 1,
      'Sys.Modify': 1,
    })
    expect(body.data.cap.access).toEqual({ 'Group.Allocate': 1, 'Permissions.Modify': 1, 'User.Modify': 1 })
  })

  test.each<[string, Record<string, string>]>([
    ['a wrong password', { username: 'root@pam', password: 'wrong' }],
    ['an empty password', { username: 'root@pam', password: '' }],
    ['an unknown user', { username: 'nobody@pam', password: PASSWORD }],
    ['a user without a password', { username: 'token-only@pve', password: '' }],
    ['a user without a realm', { username: 'root', password: PASSWORD }],
    ['a user with two', { username: 'root@pam', realm: 'pam', password: PASSWORD }],
    ['an answer to a second factor that nobody has', { username: 'root@pam', password: PASSWORD, otp: '123456' }],
    ['one to a challenge', { username: 'root@pam', password: PASSWORD, 'tfa-challenge': 'x' }],
  ])('%s is refused without a reason', async (_, params) => {
    const { service } = await served({ users })
    expect(await ask(service, 'POST', '/access/ticket', { params })).toEqual(refused(401, 'authentication failure'))
    expect(await ask(service, 'POST', '/access/ticket', { params, format: 'extjs' })).toMatchObject({
      status: 200,
      reason: 'OK',
      text: '{"data":null,"message":"authentication failure\\n","status":401,"success":0}',
    })
  })

  test('the name of a cluster of several nodes is told to who may look at it', async () => {
    await using vm = await createVm()
    await using other = await createVm()
    const service = proxmoxService({ 100: { vm, node: 'pve1' }, 101: { vm: other, node: 'pve2' } }, { users })
    const login = async (username: string, password: string) =>
      (await ask(service, 'POST', '/access/ticket', { params: { username, password } })).body.data.clustername
    expect([await login('root@pam', PASSWORD), await login('anna@pve', 'hers')]).toEqual(['mockvm', undefined])
  })

  test('what is missing is told', async () => {
    const { service } = await served({ users })
    expect(await ask(service, 'POST', '/access/ticket', { params: { user: 'root@pam' } })).toEqual(
      refusedParameters({
        username: 'property is missing and it is not optional',
        password: 'property is missing and it is not optional',
        user: 'property is not defined in schema and the schema does not allow additional properties',
      }),
    )
  })

  test('with a path and privileges it only tells whether one has them', async () => {
    const { service } = await served({ users })
    const verify = (path: string, privs: string) =>
      ask(service, 'POST', '/access/ticket', { params: { username: 'anna@pve', password: 'hers', path, privs } })
    expect((await verify('/vms/100', 'VM.Audit')).body).toEqual({
      data: { username: 'anna@pve', cap: { ...NO_CAP, vms: { 'VM.Audit': 1 } } },
    })
    expect(await verify('/vms/100', 'VM.Audit,VM.PowerMgmt')).toEqual(refused(401, 'authentication failure'))
    expect((await verify('/vms/100', 'VM.X')).body.errors).toEqual({
      privs: "invalid format - invalid privilege 'VM.X'\n",
    })
  })

  test('credentials in the headers play no part', async () => {
    const { service } = await served({ users })
    const params = { username: 'root@pam', password: PASSWORD }
    const headers = { authorization: 'PVEAPIToken=x', cookie: 'PVEAuthCookie=y' }
    expect(await ask(service, 'POST', '/access/ticket', { params, headers })).toMatchObject({ status: 200 })
  })
})

describe('a ticket', () => {
  async function login(minutes = 0) {
    const { vm, service } = await served({ users })
    const { body } = await ask(service, 'POST', '/access/ticket', {
      params: { username: 'root@pam', password: PASSWORD },
    })
    if (minutes > 0) vm.advance(`${minutes}m`)
    const { ticket, CSRFPreventionToken } = body.data
    return { service, ticket, csrf: CSRFPreventionToken, cookie: `PVEAuthCookie=${ticket}` }
  }

  test('lets one in, as a cookie or under Authorization, encoded or not', async () => {
    const { service, ticket, cookie } = await login()
    const encoded = `PVEAuthCookie=${encodeURIComponent(ticket)}`
    for (const headers of [{ cookie }, { cookie: encoded }, { authorization: cookie }]) {
      expect(await ask(service, 'GET', '/access', { headers })).toEqual(ok(SUBDIRS))
    }
  })

  test.each([
    [119, ok(SUBDIRS, { seconds: 7140 })],
    [120, shutOut('permission denied - invalid PVE ticket', { seconds: 7200 })],
  ])('is good for two hours of the host: %i minutes', async (minutes, answer) => {
    const { service, cookie } = await login(minutes)
    expect(await ask(service, 'GET', '/access', { headers: { cookie } })).toEqual(answer)
  })

  test('too old it is refused without a body, in any format', async () => {
    const { service, cookie } = await login(121)
    for (const format of ['json', 'extjs', 'png']) {
      expect(await ask(service, 'GET', '/access', { headers: { cookie }, format })).toEqual({
        status: 401,
        reason: 'permission denied - invalid PVE ticket',
        headers: {
          'cache-control': 'max-age=0',
          date: 'Thu, 01 Jan 2026 02:01:00 GMT',
          expires: 'Thu, 01 Jan 2026 02:01:00 GMT',
          pragma: 'no-cache',
          server: 'pve-api-daemon/3.0',
        },
        body: undefined,
        text: '',
      })
    }
  })

  test('renews itself as a password, until it is too old', async () => {
    const { service, ticket } = await login(119)
    const renew = (username: string, password = ticket) =>
      ask(service, 'POST', '/access/ticket', { params: { username, password } })
    const { status, body } = await renew('root@pam')
    expect([status, body.data.ticket === ticket]).toEqual([200, false])
    // One of root@pam is good for everybody.
    expect(await renew('anna@pve')).toMatchObject({ status: 200, body: { data: { username: 'anna@pve' } } })
    const hers = (await renew('anna@pve')).body.data.ticket
    expect(await renew('root@pam', hers)).toEqual(refused(401, 'authentication failure', { seconds: 7140 }))
    const { service: later, ticket: old } = await login(120)
    const params = { username: 'root@pam', password: old }
    expect(await ask(later, 'POST', '/access/ticket', { params })).toEqual(
      refused(401, 'authentication failure', { seconds: 7200 }),
    )
  })

  test('stays good where the VM is put back to before it', async () => {
    const { vm, service } = await served({ users })
    const snapshot = vm.snapshot()
    vm.advance('1h')
    const params = { username: 'root@pam', password: PASSWORD }
    const { body } = await ask(service, 'POST', '/access/ticket', { params })
    vm.restore(snapshot)
    const { ticket, CSRFPreventionToken: csrfpreventiontoken } = body.data
    const headers = { cookie: `PVEAuthCookie=${ticket}`, csrfpreventiontoken }
    expect(await ask(service, 'POST', '/nodes/pve/qemu/100/agent/ping', { headers })).toEqual(ok({ result: {} }))
    // In three hours it is two hours old.
    vm.advance('179m')
    expect((await ask(service, 'GET', '/access', { headers })).status).toBe(200)
    vm.advance('1m')
    expect(await ask(service, 'GET', '/access', { headers })).toEqual(
      shutOut('permission denied - invalid PVE ticket', { seconds: 10_800 }),
    )
  })

  test.each(['1960-01-01T00:00:00Z', '2110-01-01T00:00:00Z'])('lets one in at any time: %s', async now => {
    const { service } = await served({ users }, { scenario: { extends: 'minimal', clock: { now } } })
    const params = { username: 'root@pam', password: PASSWORD }
    const { body } = await ask(service, 'POST', '/access/ticket', { params })
    const headers = { cookie: `PVEAuthCookie=${body.data.ticket}` }
    expect((await ask(service, 'GET', '/access', { headers })).status).toBe(200)
  })

  test('without its token it changes nothing', async () => {
    const { service, cookie, csrf } = await login()
    const reset = (headers: Record<string, string>) =>
      ask(service, 'POST', '/nodes/pve/qemu/100/agent/ping', { headers: { cookie, ...headers } })
    const forged = shutOut('Permission denied - invalid csrf token')
    expect(await reset({})).toEqual(forged)
    expect(await reset({ csrfpreventiontoken: 'made up' })).toEqual(forged)
    expect(await reset({ csrfpreventiontoken: csrf })).toEqual(ok({ result: {} }))
  })

  test('of somebody who is gone is refused', async () => {
    const { vm, service } = await served({ users: { 'root@pam': { password: PASSWORD } } })
    const { body } = await ask(service, 'POST', '/access/ticket', {
      params: { username: 'root@pam', password: PASSWORD },
    })
    const asRoot = await ask(service, 'POST', '/access/ticket', {
      params: { username: 'ghost@pam', password: body.data.ticket },
    })
    expect(asRoot).toEqual(refused(401, 'authentication failure'))
    expect(vm.calls()).toEqual([])
  })

  test('is demanded', async () => {
    const { service } = await served({ users })
    for (const path of ['/access', '/version', '/nowhere']) {
      expect(await ask(service, 'GET', path)).toEqual(shutOut('No ticket'))
    }
  })
})

describe('without users', () => {
  test('a ticket is handed out for any password', async () => {
    const { service } = await served()
    expect(
      await ask(service, 'POST', '/access/ticket', { params: { username: 'x@y1', password: '', otp: '1' } }),
    ).toMatchObject({
      status: 200,
      body: { data: { username: 'x@y1', ticket: expect.stringMatching(/^PVE:x@y1:/) } },
    })
  })

  test.each<Record<string, string>>([
    {},
    { cookie: 'PVEAuthCookie=made-up' },
    { cookie: 'PVEAuthCookie=PVE:anna@pve:made:up' },
    { authorization: 'PVEAPIToken=anna@pve!ci=made-up' },
    { authorization: 'PVEAPIToken' },
    { authorization: 'Bearer x' },
  ])('anybody may do anything: %j', async headers => {
    const { service } = await served()
    const { status, body } = await ask(service, 'GET', '/access/permissions', { params: { path: '/' }, headers })
    expect([status, body.data['/']['Sys.Modify']]).toEqual([200, 1])
    expect((await ask(service, 'POST', '/access', { headers })).reason).toBe("Method 'POST /access' not implemented")
  })
})

test('GET /access/ticket gives nothing, to anybody', async () => {
  const { service } = await served({ users })
  expect(await ask(service, 'GET', '/access/ticket')).toMatchObject({ status: 200, text: '{"data":null}' })
  const response = await service.respond(new Request('https://pve.test/api2/extjs/access/ticket'))
  expect((await answerOf(response)).text).toBe('{"data":null,"success":1}')
})
