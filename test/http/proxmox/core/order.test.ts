import { describe, expect, test } from 'vitest'
import type { HttpService } from '../../../../src/http/service.js'
import { type Answer, answerOf, ask } from '../ask.js'
import { served } from '../served.js'

const SECRET = '00000000-0000-4000-8000-000000000001'
const users = { 'a@pve': { tokens: { ci: { secret: SECRET } }, rights: { '/vms/100': ['VM.Audit'] } } }
const TOKEN = { authorization: `PVEAPIToken=a@pve!ci=${SECRET}` }
const PING = '/nodes/pve/qemu/100/agent/ping'

async function raw(service: HttpService, path: string, init: RequestInit = {}): Promise<Answer> {
  return answerOf(await service.respond(new Request(`https://pve.test:8006${path}`, init)))
}

const bare = (status: number, reason: string) => ({
  status,
  reason,
  text: '',
  headers: {
    'cache-control': 'max-age=0',
    date: 'Thu, 01 Jan 2026 00:00:00 GMT',
    expires: 'Thu, 01 Jan 2026 00:00:00 GMT',
    pragma: 'no-cache',
    server: 'pve-api-daemon/3.0',
  },
  body: undefined,
})

describe('each refusal comes before the next', () => {
  test('a method that nobody knows', async () => {
    const { service } = await served({ users })
    for (const method of ['HEAD', 'OPTIONS', 'PATCH', 'PROPFIND']) {
      expect(await raw(service, '/api2/', { method })).toEqual(bare(501, `method '${method}' not available`))
    }
  })

  test('content in pieces, and encoded otherwise', async () => {
    const { service } = await served({ users })
    const sent = (encoding: string) =>
      raw(service, '/api2/', { method: 'POST', headers: { 'transfer-encoding': encoding } })
    expect(await sent('chunked')).toEqual(bare(501, 'chunked transfer encoding not supported'))
    expect(await sent('gzip')).toEqual(bare(501, "Unknown transfer encoding 'gzip'"))
  })

  test('a path without a format', async () => {
    const { service } = await served({ users })
    for (const path of ['/api2/', '/api2/JSON/version', '/api2/1/version']) {
      expect(await raw(service, path)).toEqual(bare(501, 'no such uri'))
    }
  })

  test('nobody to make the call', async () => {
    const { service } = await served({ users })
    const init = { method: 'DELETE', body: 'x' }
    expect(await raw(service, '/api2/png/nowhere', init)).toEqual(bare(401, 'No ticket'))
  })

  test.each<[string, RequestInit, number, string]>([
    ['content where none belongs', { method: 'DELETE', body: 'x' }, 501, "Unexpected content for method 'DELETE'"],
    ['too much of it', { method: 'POST', body: new Uint8Array(512 * 1024 + 1) }, 501, 'for data too large'],
    [
      'content of another kind',
      { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } },
      506,
      "upload 'Content-Type 'text/plain' not implemented",
    ],
    [
      'a file',
      { method: 'POST', body: 'x', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
      506,
      "upload 'Content-Type 'multipart/form-data; boundary=x' not implemented",
    ],
    [
      'broken JSON',
      { method: 'POST', body: '{"a":', headers: { 'content-type': 'application/json' } },
      501,
      'malformed JSON string, neither tag, array, object, number, string or atom, at character offset 0 ' +
        '(before "{"a":") at /usr/share/perl5/JSON.pm line 190.',
    ],
    [
      'a list of JSON',
      { method: 'POST', body: '[]', headers: { 'content-type': 'application/json ; charset=utf-8' } },
      501,
      'Not a HASH reference',
    ],
  ])('%s', async (_, init, status, reason) => {
    const { service } = await served({ users })
    const headers = { ...TOKEN, ...init.headers }
    expect(await raw(service, '/api2/json/nowhere', { ...init, headers })).toEqual(bare(status, reason))
    expect(await raw(service, '/api2/extjs/nowhere', { ...init, headers })).toEqual(bare(status, reason))
  })

  test('a format that is not served', async () => {
    const { service } = await served({ users })
    for (const format of ['html', 'png', 'text']) {
      expect(await raw(service, `/api2/${format}/nowhere`, { headers: TOKEN })).toEqual(
        bare(501, `no formatter for uri /nowhere, ${format}`),
      )
    }
  })

  test('a call that there is not', async () => {
    const { service } = await served({ users })
    for (const [method, path] of [
      ['GET', '/nowhere'],
      ['PUT', PING],
      ['GET', '/nodes/pve/qemu/100/agent/ping'],
    ] as const) {
      const message = `Method '${method} ${path}' not implemented`
      expect(await ask(service, method, path, { headers: TOKEN })).toMatchObject({
        status: 501,
        reason: message,
        headers: { 'content-type': 'application/json;charset=UTF-8' },
        text: JSON.stringify({ data: null, message }),
      })
      expect(await ask(service, method, path, { headers: TOKEN, format: 'extjs' })).toMatchObject({
        status: 200,
        reason: 'OK',
        text: JSON.stringify({ data: null, message, status: 501, success: 0 }),
      })
    }
  })

  test('a token where a ticket is asked for', async () => {
    const { service } = await served({ users })
    const what = "URI '/access/ticket' not available with API token, need proper ticket."
    expect(await ask(service, 'POST', '/access/ticket', { headers: TOKEN })).toMatchObject({
      status: 403,
      reason: `Permission check failed (${what}`,
      body: { data: null, message: `Permission check failed (${what}\n)\n` },
    })
    expect(await ask(service, 'GET', '/access/ticket', { headers: TOKEN })).toMatchObject({ status: 200 })
  })

  test('a parameter of the path that comes again, as something else', async () => {
    const { service } = await served({ users })
    expect(await ask(service, 'POST', PING, { headers: TOKEN, params: { node: 'pve' } })).toMatchObject({ status: 403 })
    expect(await ask(service, 'POST', PING, { headers: TOKEN, params: { node: 'x', y: 1 } })).toMatchObject({
      status: 400,
      reason: 'Parameter verification failed.',
      body: {
        data: null,
        errors: { node: 'duplicate parameter (already defined in URI) with conflicting values!' },
        message: 'Parameter verification failed.\n',
      },
    })
  })

  test.each([[{}], [['pve']], [{ toString: 1, valueOf: 1 }], [true], [null]])(
    'a parameter of the path that comes again as %j of JSON',
    async node => {
      const { service } = await served({ users })
      expect(await ask(service, 'POST', PING, { headers: TOKEN, json: { node } })).toMatchObject({
        status: 400,
        reason: 'Parameter verification failed.',
        body: {
          data: null,
          errors: { node: 'duplicate parameter (already defined in URI) with conflicting values!' },
          message: 'Parameter verification failed.\n',
        },
      })
    },
  )

  test('a right that one has not', async () => {
    const { service } = await served({ users })
    const path = '/nodes/nowhere/qemu/100/status/stop'
    const message = 'Permission check failed (/vms/100, VM.PowerMgmt)\n'
    expect(await ask(service, 'POST', path, { headers: TOKEN, params: { x: 1 } })).toMatchObject({
      status: 403,
      reason: 'Permission check failed (/vms/100, VM.PowerMgmt)',
      text: JSON.stringify({ data: null, message }),
    })
    expect(await ask(service, 'POST', path, { headers: TOKEN, format: 'extjs' })).toMatchObject({
      status: 200,
      text: JSON.stringify({ data: null, message, status: 403, success: 0 }),
    })
  })

  test('a node that there is not', async () => {
    const { service } = await served({ users })
    const text = "hostname lookup 'nowhere' failed - failed to get address info for: nowhere: Name or service not known"
    const path = '/nodes/nowhere/qemu/100/status/current'
    expect(await ask(service, 'GET', path, { headers: TOKEN, params: { x: 1 } })).toMatchObject({
      status: 500,
      reason: text,
      body: { data: null, message: `${text}\n` },
    })
  })

  test('parameters that are wrong', async () => {
    const { service } = await served({ users })
    const errors = { x: 'property is not defined in schema and the schema does not allow additional properties' }
    const message = 'Parameter verification failed.\n'
    const path = '/nodes/pve/qemu/100/status/current'
    expect(await ask(service, 'GET', path, { headers: TOKEN, params: { x: 1 } })).toMatchObject({
      status: 400,
      reason: 'Parameter verification failed.',
      text: JSON.stringify({ data: null, errors, message }),
    })
    expect(await ask(service, 'GET', path, { headers: TOKEN, params: { x: 1 }, format: 'extjs' })).toMatchObject({
      status: 200,
      reason: 'OK',
      text: JSON.stringify({ data: null, errors, message, status: 400, success: 0 }),
    })
  })

  test('an object of JSON for a text, whatever its members are called', async () => {
    const { service } = await served({ users })
    const json = { username: 'a@pve', password: { toString: 1, valueOf: 1 } }
    expect(await ask(service, 'POST', '/access/ticket', { json })).toMatchObject({
      status: 400,
      reason: 'Parameter verification failed.',
      body: {
        data: null,
        errors: { password: "type check ('string') failed - got HASH" },
        message: 'Parameter verification failed.\n',
      },
    })
  })

  test('a VM that there is not', async () => {
    const { service } = await served()
    const text = "Configuration file 'nodes/pve/qemu-server/101.conf' does not exist"
    expect(await ask(service, 'POST', '/nodes/pve/qemu/101/agent/ping')).toMatchObject({
      status: 500,
      reason: text,
      body: { data: null, message: `${text}\n` },
    })
  })
})

describe('a VMID', () => {
  test.each<[string, string]>([
    ['abc', "type check ('integer') failed - got 'abc'"],
    ['99', 'invalid format - value does not look like a valid VM ID\n'],
    ['1000000000', 'invalid format - value does not look like a valid VM ID\n'],
    ['0100', 'invalid format - value does not look like a valid VM ID\n'],
  ])('%s is none', async (vmid, text) => {
    const { service } = await served()
    expect(await ask(service, 'POST', `/nodes/pve/qemu/${vmid}/agent/ping`)).toMatchObject({
      status: 400,
      body: { errors: { vmid: text } },
    })
  })
})

test('the root tells what there is below', async () => {
  const { service } = await served()
  const text = '{"data":[{"subdir":"version"},{"subdir":"cluster"},{"subdir":"nodes"},{"subdir":"access"}]}'
  expect(await raw(service, '/api2/json')).toMatchObject({ status: 200, text })
  expect(await ask(service, 'GET', '/')).toMatchObject({ status: 200, text })
})

describe('what is let through', () => {
  const PONG = { status: 200, reason: 'OK', text: '{"data":{"result":{}}}' }

  test('a path with more slashes, or with encoded signs', async () => {
    const { service } = await served()
    for (const path of ['/api2//json//access//ticket/', '/api2/json/access%2Fticket', '/api2/json/%61ccess/ticket']) {
      expect(await raw(service, path)).toMatchObject({ status: 200, text: '{"data":null}' })
    }
  })

  test('localhost is a node that there is', async () => {
    const { service } = await served()
    expect(await ask(service, 'POST', '/nodes/localhost/qemu/100/agent/ping')).toMatchObject(PONG)
  })

  test('localhost to whoever has a right on a node of that name: that it is another is found out afterwards', async () => {
    const rights = (path: string) => ({ rights: { [path]: 'PVEAuditor' }, tokens: { ci: { secret: SECRET } } })
    const { service } = await served({ users: { 'a@pve': rights('/nodes/localhost'), 'b@pve': rights('/nodes/pve') } })
    const status = (user: string, node: string) =>
      ask(service, 'GET', `/nodes/${node}/status`, { headers: { authorization: `PVEAPIToken=${user}!ci=${SECRET}` } })
    expect(await status('a@pve', 'localhost')).toMatchObject({ status: 200, reason: 'OK' })
    expect(await status('b@pve', 'pve')).toMatchObject({ status: 200, reason: 'OK' })
    for (const [user, node] of [
      ['a@pve', 'pve'],
      ['b@pve', 'localhost'],
    ] as const) {
      const message = `Permission check failed (/nodes/${node}, Sys.Audit)\n`
      expect(await status(user, node)).toMatchObject({
        status: 403,
        reason: message.trimEnd(),
        text: JSON.stringify({ data: null, message }),
      })
    }
  })

  test('a parameter of the path that comes again as it is', async () => {
    const { service } = await served()
    const path = '/nodes/pve/qemu/100/agent/ping'
    expect(await ask(service, 'POST', path, { json: { node: 'pve', vmid: 100 } })).toMatchObject(PONG)
  })

  test('what clients get past caches with', async () => {
    const { service } = await served()
    expect(await ask(service, 'GET', '/access/ticket', { params: { _dc: '1700000000' } })).toMatchObject({
      status: 200,
      text: '{"data":null}',
    })
  })

  test('parameters of a form, of JSON and of a query, which wins', async () => {
    const { service } = await served({ users: { 'x@pam': { password: 'é' } } })
    const login = (init: RequestInit, query = '') =>
      raw(service, `/api2/json/access/ticket${query}`, { method: 'POST', ...init })
    const username = 'x@pam'
    const right = new URLSearchParams({ username, password: 'é' })
    expect(await login({ body: right })).toMatchObject({ status: 200 })
    expect(await login({}, `?${right}`)).toMatchObject({ status: 200 })
    const wrong = new URLSearchParams({ username, password: 'e' })
    expect(await login({ body: wrong }, '?password=%C3%A9')).toMatchObject({ status: 200 })
    expect(await login({ body: right }, '?password=e')).toMatchObject({ status: 401 })
    const json = { 'content-type': 'application/json' }
    expect(await login({ body: JSON.stringify({ username, password: 'é' }), headers: json })).toMatchObject({
      status: 200,
    })
    // Without a type it is a form.
    expect(await login({ body: new TextEncoder().encode(right.toString()) })).toMatchObject({ status: 200 })
    expect(await login({ body: 'null', headers: json })).toMatchObject({ status: 400 })
  })
})
