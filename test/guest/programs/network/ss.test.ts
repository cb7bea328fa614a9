import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { run } from '../guest.js'
import { commandLine, type RecordedCommand } from '../recorded.js'
import { networkGuest } from './network-guest.js'

/**
 * What ss of iproute2 6.1 did on a Debian 12 where one program listened. Of the usage that follows a syntax error there
 * is nothing.
 */
const VECTORS = new URL('./vectors/ss-filters.json', import.meta.url)
const recorded: readonly RecordedCommand[] = JSON.parse(readFileSync(VECTORS, 'utf8'))

const listening = [{ protocol: 'tcp', address: '0.0.0.0', port: 2024 }] as const

describe('ss filters as it does on Debian 12', () => {
  test.for(recorded.map(command => [commandLine(command), command] as const))('%s', ([, { argv, ...expected }]) => {
    const { stdout, stderr, exitCode } = run(networkGuest({ listening }), argv)
    expect({ stdout, stderr, exitCode }).toEqual(expected)
  })
})

test('ports have the names of /etc/services', () => {
  const guest = networkGuest({ listening: [...listening, { protocol: 'tcp', address: '0.0.0.0', port: 22 }] })
  guest.files.writeFile('/etc/services', '# names\nssh 22/tcp shell # secure\n')
  const row = 'LISTEN 0      128    0.0.0.0:22 0.0.0.0:*\n'
  expect(run(guest, ['ss', '-tlnH', 'sport = :ssh']).stdout).toBe(row)
  expect(run(guest, ['ss', '-tlnH', 'sport = :shell']).stdout).toBe(row)
})

test('-s counts what listens', () => {
  const guest = networkGuest({
    listening: [
      ...listening,
      { protocol: 'tcp', address: '::', port: 22 },
      { protocol: 'udp', address: '::1', port: 323 },
    ],
  })
  expect(run(guest, ['ss', '-s']).stdout).toBe(
    [
      'Total: 3',
      'TCP:   2 (estab 0, closed 0, orphaned 0, timewait 0)',
      '',
      'Transport Total     IP        IPv6',
      'RAW\t  0         0         0        ',
      'UDP\t  1         0         1        ',
      'TCP\t  2         1         1        ',
      'INET\t  3         1         2        ',
      'FRAG\t  0         0         0        ',
      '\n',
    ].join('\n'),
  )
})

test('a filter that it does not do is refused', () => {
  expect(run(networkGuest({ listening }), ['ss', '-tln', 'src', '127.0.0.1'])).toMatchObject({
    stdout: '',
    stderr: "ss: mockvm doesn't do the filter src yet\n",
    exitCode: 1,
  })
})

test('whatever a filter says, it shows some of the sockets or complains', () => {
  const words = [
    'sport',
    'dport',
    '=',
    '!=',
    '<',
    ':2024',
    ':22',
    '*',
    'and',
    'or',
    'not',
    '(',
    ')',
    'state',
    'all',
    'x',
  ]
  const guest = networkGuest({ listening })
  const row = 'LISTEN 0      128    0.0.0.0:2024 0.0.0.0:*\n'
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { maxLength: 12 }), filter => {
      const { stdout, stderr, exitCode } = run(guest, ['ss', '-tlnH', ...filter])
      if (exitCode === 0) expect(['', row]).toContain(stdout)
      expect(stderr === '').toBe(exitCode === 0)
      expect([0, 1, 255]).toContain(exitCode)
    }),
  )
})
