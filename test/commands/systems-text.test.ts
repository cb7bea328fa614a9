import { expect, test } from 'vitest'
import { findCommand } from '../../src/commands/registry.js'
import { systemsText } from '../../src/commands/systems-text.js'

test.each([
  ['guest-ping', 'Linux; Windows; FreeBSD'],
  ['guest-suspend-hybrid', 'Linux; Windows: disabled, not there since 9.1; FreeBSD: disabled, not there since 9.1'],
  [
    'guest-get-diskstats',
    'Linux; Windows: not supported, not there since 9.1; FreeBSD: not supported, not there since 9.1',
  ],
  ['guest-get-devices', 'Linux: disabled, not there since 9.1; Windows; FreeBSD: disabled, not there since 9.1'],
  ['guest-fsfreeze-freeze-list', 'Linux; Windows: disabled, there since 5.2; FreeBSD'],
  ['guest-ssh-get-authorized-keys', 'Linux; Windows since 9.1; FreeBSD'],
  ['guest-network-get-route', 'Linux; Windows since 11.0; FreeBSD: not there'],
])('%s is there on: %s', (name, text) => {
  expect(systemsText(findCommand(name) ?? { name, since: '' })).toBe(text)
})
