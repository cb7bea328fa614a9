import fc from 'fast-check'
import { expect, test } from 'vitest'
import { targetOf } from '../../../../src/http/proxmox/target.js'

test.each<[string, ReturnType<typeof targetOf>]>([
  ['/api2/json/version', { format: 'json', path: '/version' }],
  ['/api2/extjs/nodes/pve', { format: 'extjs', path: '/nodes/pve' }],
  ['/api2/json', { format: 'json', path: '/' }],
  ['/api2/json/', { format: 'json', path: '/' }],
  ['/api2//json/version?x=1', { format: 'json', path: '/version' }],
  ['/api2/png/x', { format: 'png', path: '/x' }],
  ['/api2/json/a%2Fb', { format: 'json', path: '/a/b' }],
  ['/api2/json/a%zz', { format: 'json', path: '/a%zz' }],
  ['/api2/json/%C3%A9', { format: 'json', path: '/\xc3\xa9' }],
  ['/api2/json//a//b', { format: 'json', path: '//a//b' }],
  ['/api2/json/a%0Ab', { format: 'json', path: '/a\nb' }],
  ['/api2', undefined],
  ['/api2/', undefined],
  ['/api2/j', undefined],
  ['/api/json/version', undefined],
  ['/api2/JSON/version', undefined],
  ['/api2/json2%20/version', undefined],
])('%s', (path, expected) => {
  expect(targetOf(`https://pve.test:8006${path}`)).toEqual(expected)
})

test('no path is too strange', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      const { href } = new URL(encodeURI(`/api2/json/${text.toWellFormed()}`), 'https://pve.test')
      expect(() => targetOf(href)).not.toThrow()
    }),
  )
})
