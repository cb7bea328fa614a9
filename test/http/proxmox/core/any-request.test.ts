import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calls } from '../../../../src/http/proxmox/calls.js'
import { proxmoxService } from '../../../../src/http/proxmox/service.js'
import { createVm } from '../../../../src/index.js'

const SECRET = '00000000-0000-4000-8000-000000000001'
const users = { 'a@pve': { tokens: { ci: { secret: SECRET } }, rights: { '/vms': 'PVEVMUser' } } }

/** With values of all kinds in their places. */
const pathOfCall = fc
  .tuple(
    fc.constantFrom(...calls.map(({ path }) => path)),
    fc.constantFrom('pve', 'localhost', 'x', '%00'),
    fc.oneof(fc.constant(100), fc.nat(200)),
  )
  .map(([path, node, vmid]) =>
    path
      .replace('{node}', node)
      .replace('{vmid}', String(vmid))
      .replace(/\{\w+\}/, 'UPID:x'),
  )

const path = fc.oneof(
  pathOfCall.map(path => `/api2/json${path}`),
  pathOfCall.map(path => `/api2/extjs${path}`),
  fc.webPath().map(path => `/api2${path}`),
  fc.string().map(text => `/api2/json/${encodeURI(text.toWellFormed())}`),
)

const parameter = fc.constantFrom(...new Set(calls.flatMap(call => Object.keys(call.parameters))))
/** An object of JSON may have members that JavaScript would call. */
const STRANGE = { toString: 1, valueOf: 1 }
const value = fc.oneof(fc.jsonValue(), fc.constantFrom('a', '1', 100, true, STRANGE, [STRANGE]))

const request = fc.record({
  path,
  query: fc.oneof(fc.constant(''), fc.webQueryParameters(), fc.constant('command=a&command=b&pid=-1')),
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'),
  contentType: fc.constantFrom(
    undefined,
    'application/json',
    'application/x-www-form-urlencoded',
    'text/plain',
    'application/json; charset=latin1',
  ),
  content: fc.oneof(
    fc.constant(new Uint8Array()),
    fc.uint8Array(),
    fc.json().map(text => Buffer.from(text)),
    fc.dictionary(parameter, value).map(values => Buffer.from(JSON.stringify(values))),
  ),
  authorization: fc.constantFrom(undefined, `PVEAPIToken=a@pve!ci=${SECRET}`, 'PVEAPIToken=x', 'PVEAuthCookie=PVE:x'),
})

/** What PVE answers with, and nothing of ours. */
const STATUSES = new Set([200, 400, 401, 403, 500, 501, 506])

test.each([{}, { users }])('whatever is asked, an answer comes: %#', async options => {
  await using vm = await createVm({ clock: { mode: 'auto' } })
  const service = proxmoxService(vm, options)
  await fc.assert(
    fc.asyncProperty(request, async ({ path, query, method, contentType, content, authorization }) => {
      const headers = new Headers()
      if (contentType !== undefined) headers.set('content-type', contentType)
      if (authorization !== undefined) headers.set('authorization', authorization)
      const hasContent = content.length > 0 && method !== 'GET' && method !== 'HEAD'
      const url = new URL(`${path}?${query}`, 'https://pve.test:8006')
      const response = await service.respond(
        new Request(url, { method, headers, ...(hasContent && { body: Buffer.from(content) }) }),
      )
      const text = await response.text()
      expect(STATUSES).toContain(response.status)
      if (text === '') return
      expect(response.headers.get('content-type')).toBe('application/json;charset=UTF-8')
      const { data, message = '' } = JSON.parse(text)
      expect(data).toBeDefined()
      expect(message).not.toMatch(/^mockvm: /)
    }),
    { numRuns: 300 },
  )
})
