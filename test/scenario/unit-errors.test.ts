import { describe, expect, test } from 'vitest'
import { layerOfText } from '../../src/scenario/layer.js'
import { load, refusal } from './vocabulary.js'

describe('what the schema refuses', () => {
  test.each([
    [
      'units: { nginx: {} }',
      'demo.yaml:1:10  units.nginx: expected the name of a unit with its kind such as nginx.service, got "nginx".',
    ],
    [
      'units: { a.service: { comand: x } }',
      'demo.yaml:1:23  units["a.service"].comand: expected a known key, got "comand". Did you mean "command"?',
    ],
    [
      'units: { a.service: { file: on } }',
      'demo.yaml:1:29  units["a.service"].file: expected one of enabled, disabled, static, masked, generated, indirect, alias, got "on".',
    ],
    [
      'units: { a.service: { failed: { exitCode: 1, signal: 9 } } }',
      'demo.yaml:1:31  units["a.service"].failed: expected at most one of the keys exitCode, signal, got exitCode and signal.',
    ],
    [
      'packages: { bash: { version: "" } }',
      'demo.yaml:1:30  packages.bash.version: expected a version such as 1:9.2p1-2+deb12u7, got "".',
    ],
    [
      'packages: { bash: { version: "1", upgradeableTo: "2" } }',
      'demo.yaml:1:35  packages.bash.upgradeableTo: expected a known key, got "upgradeableTo". Did you mean "upgradableTo"?',
    ],
    [
      'journal: [{ message: x }]',
      'demo.yaml:1:11  journal[0].time: expected a date such as 2026-01-01T00:00:00Z, or nanoseconds since 1970, got nothing. A time of day needs its zone: Z, or an offset such as +02:00.',
    ],
  ])('%s', (text, message) => {
    expect(refusal(() => layerOfText(text, 'demo.yaml'))).toBe(message)
  })
})

test.each([
  [
    { units: { 'a.timer': { state: 'running', command: 'x' } } },
    'scenario object  units["a.timer"].command: expected a key of any unit, got "command", which only services have.',
  ],
  [
    { units: { 'a.service': { state: 'waiting' } } },
    'scenario object  units["a.service"].state: expected a state of a service: dead, failed, running, exited, got "waiting".',
  ],
  [
    { units: { 'a.service': { user: 'rot' } } },
    'scenario object  units["a.service"].user: expected a name of users: root, got "rot". Did you mean "root"?',
  ],
  [
    { units: { 'a.service': { file: 'masked', state: 'running' } } },
    'scenario object  units["a.service"].state: expected dead: its file is masked, got "running".',
  ],
  [
    { units: { 'a.service': { state: 'running', failed: {} } } },
    'scenario object  units["a.service"].failed: expected state: failed beside it, got state: running.',
  ],
  [
    { units: { 'a.service': { timer: { every: '1d' } } } },
    'scenario object  units["a.service"].timer: expected the name of a timer, got "a.service".',
  ],
  [
    { os: { family: 'freebsd' as const }, units: { 'a.service': {} } },
    'scenario object  units: expected a key of a Linux guest, got "units". systemd runs on Linux only.',
  ],
] as const)('what contradicts is refused: %j', (document, message) => {
  expect(refusal(() => load(document as Parameters<typeof load>[0]))).toBe(message)
})

test('what a unit leaves open is what most units have', () => {
  const { units } = load({
    units: {
      'web.service': { command: '/usr/sbin/web  -f' },
      'off.service': { command: ['/usr/bin/off', 'a b'], file: 'disabled' },
      'done.service': {},
      'bad.service': { failed: { signal: 'SIGSEGV' } },
      'night.timer': { timer: { every: '1d' } },
    },
  }).guest
  expect(units.map(({ name, active, sub, fileState, command }) => [name, active, sub, fileState, command])).toEqual([
    ['web.service', 'active', 'running', 'enabled', ['/usr/sbin/web', '-f']],
    ['off.service', 'inactive', 'dead', 'disabled', ['/usr/bin/off', 'a b']],
    ['done.service', 'active', 'exited', 'enabled', []],
    ['bad.service', 'failed', 'failed', 'enabled', []],
    ['night.timer', 'active', 'waiting', 'enabled', []],
  ])
  expect(units[3]?.ending).toEqual({ signal: 11 })
  expect(units[4]?.timer).toEqual({ unit: 'night.service', every: 86_400_000_000_000n })
})
