import { isIP } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ipBytes, ipText, networkOf, prefixMask } from '../../src/guest/ip-bytes.js'

test.each([
  ['0.0.0.0', '0.0.0.0'],
  ['192.168.122.10', '192.168.122.10'],
  ['::', '::'],
  ['::1', '::1'],
  ['fe80::1%2', 'fe80::1'],
  ['2001:0DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ['1:2:3:4:5:6:7:0', '1:2:3:4:5:6:7:0'],
  ['1:2:3:4:5:6::', '1:2:3:4:5:6::'],
  // As inet_ntop(3) writes addresses of IPv4 in IPv6.
  ['::ffff:c0a8:7a01', '::ffff:192.168.122.1'],
  ['::192.168.122.1', '::192.168.122.1'],
])('%s is written %s', (text, written) => {
  expect(ipText(ipBytes(text))).toBe(written)
})

test('what is written is an address, and means the same bytes', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 4, maxLength: 4 }),
    fc.uint8Array({ minLength: 16, maxLength: 16 }),
    fc.array(fc.constantFrom(0, 0, 0, 1, 255), { minLength: 16, maxLength: 16 }).map(it => Uint8Array.from(it)),
  )
  fc.assert(
    fc.property(bytes, it => {
      expect(isIP(ipText(it))).toBe(it.length === 4 ? 4 : 6)
      expect(ipBytes(ipText(it))).toEqual(it)
    }),
  )
})

test('a network is what is left of an address in front of its prefix', () => {
  expect(ipText(networkOf(ipBytes('192.168.125.10'), 22))).toBe('192.168.124.0')
  expect(ipText(networkOf(ipBytes('2001:db8:1234:5678::1'), 52))).toBe('2001:db8:1234:5000::')
  expect([0, 8, 25, 32].map(prefix => ipText(prefixMask(prefix)))).toEqual([
    '0.0.0.0',
    '255.0.0.0',
    '255.255.255.128',
    '255.255.255.255',
  ])
})
