import { describe, expect, test } from 'vitest'
import { parseMigrationAddress } from '../../src/monitor/migration-address.js'

describe('an address', () => {
  test.each([
    ['unix:/run/m.sock', { type: 'unix', path: '/run/m.sock' }],
    ['unix:m,sock:1', { type: 'unix', path: 'm,sock:1' }],
    ['tcp:host:4444', { type: 'inet', host: 'host', port: 4444 }],
    ['tcp::4444', { type: 'inet', host: '', port: 4444 }],
    ['tcp:[::1]:4444', { type: 'inet', host: '::1', port: 4444 }],
    // As the resolver has it, which cuts off what a port has no room for.
    ['tcp:127.0.0.1:99999', { type: 'inet', host: '127.0.0.1', port: 34_463 }],
  ])('%s is read', (uri, address) => {
    expect(parseMigrationAddress(uri, 'out')).toEqual(address)
    expect(parseMigrationAddress(uri, 'in')).toEqual(address)
  })

  test.each(['tcp:', 'tcp:host', 'tcp:::1:4444', 'tcp:[::1', 'tcp:host:'])('%s is none', uri => {
    expect(() => parseMigrationAddress(uri, 'out')).toThrow(`error parsing address '${uri.slice(4)}'`)
  })
})
