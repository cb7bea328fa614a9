import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Call, defineCall, ofNode, ofVm } from '../../../../src/http/proxmox/call.js'
import { route } from '../../../../src/http/proxmox/router.js'

function call(method: Call['method'], path: string): Call {
  return defineCall({ method, path, doc: '', permission: 'user', parameters: { ...ofNode, ...ofVm }, run: () => null })
}

const calls = [
  call('GET', '/'),
  call('GET', '/nodes'),
  call('GET', '/nodes/{node}'),
  call('GET', '/nodes/{node}/qemu/{vmid}'),
  call('POST', '/nodes/{node}/qemu/{vmid}'),
]

test.each<[string, string, string | undefined, [string, string][]]>([
  ['GET', '/', '/', []],
  ['GET', '', '/', []],
  ['GET', '/nodes', '/nodes', []],
  ['GET', '/nodes/', '/nodes', []],
  ['GET', '//nodes//pve', '/nodes/{node}', [['node', 'pve']]],
  [
    'GET',
    '/nodes/pve/qemu/100',
    '/nodes/{node}/qemu/{vmid}',
    [
      ['node', 'pve'],
      ['vmid', '100'],
    ],
  ],
  [
    'POST',
    '/nodes/pve/qemu/100',
    '/nodes/{node}/qemu/{vmid}',
    [
      ['node', 'pve'],
      ['vmid', '100'],
    ],
  ],
  ['POST', '/nodes', undefined, []],
  ['GET', '/nodes/pve/qemu', undefined, []],
  ['GET', '/nodes/pve/qemu/100/x', undefined, []],
  ['GET', '/Nodes', undefined, []],
  ['get', '/nodes', undefined, []],
])('%s %s', (method, path, expected, inPath) => {
  const found = route(calls, method, path)
  expect([found?.call.path, [...(found?.inPath ?? [])]]).toEqual([expected, inPath])
})

test('any path leads to a call or nowhere', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (method, path) => {
      expect(() => route(calls, method, path)).not.toThrow()
    }),
  )
})
