import { expect, test } from 'vitest'
import { formatAddress, parseAddress } from '../../src/guest/ip-address.js'

test.each([
  ['192.168.122.10/24', { address: '192.168.122.10', prefix: 24 }],
  ['10.0.0.1/0', { address: '10.0.0.1', prefix: 0 }],
  ['127.0.0.1/-1', { address: '127.0.0.1', prefix: -1 }],
  ['::1/128', { address: '::1', prefix: 128 }],
  ['FE80::1%6/64', { address: 'fe80::1%6', prefix: 64 }],
  ['::ffff:10.0.0.1/96', { address: '::ffff:10.0.0.1', prefix: 96 }],
])('%s is an address', (text, parsed) => {
  expect(parseAddress(text)).toEqual(parsed)
  expect(formatAddress(parsed)).toBe(text.toLowerCase())
})

test.each([
  ['2001:DB8:0:0:0:0:0:1/64', '2001:db8::1/64'],
  ['FE80:0::1%6/64', 'fe80::1%6/64'],
  ['::FFFF:102:304/96', '::ffff:1.2.3.4/96'],
])('%s is told as inet_ntop(3) writes it, %s', (text, written) => {
  const address = parseAddress(text)
  expect(address && formatAddress(address)).toBe(written)
})

test.each([
  '',
  '10.0.0.1',
  '10.0.0.1/',
  '10.0.0.1/33',
  '10.0.0.1/-2',
  '10.0.0.1/24/24',
  '10.0.0.256/24',
  '10.0.0.1%6/24',
  '::1/129',
  'fe80::g/64',
  'eth0/24',
  ' 10.0.0.1/24',
])('%j is none', text => {
  expect(parseAddress(text)).toBe(undefined)
})
