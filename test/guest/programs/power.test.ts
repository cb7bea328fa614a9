import { describe, expect, test } from 'vitest'
import type { SuspendConfig } from '../../../src/guest/config.js'
import { programGuest, run } from './guest.js'

const SILENT = { stdout: '', stderr: '', exitCode: 0, duration: 0n }

describe('halt, poweroff and reboot', () => {
  test.each([
    [['poweroff'], 'off'],
    [['halt'], 'halted'],
    [['reboot'], 'rebooting'],
    [['halt', '-p'], 'off'],
    [['/sbin/poweroff', '--halt', '-f'], 'halted'],
    [['poweroff', '--halt', '--reboot'], 'rebooting'],
    [['systemctl', 'poweroff'], 'off'],
    [['systemctl', 'halt', '--no-wall'], 'halted'],
    [['systemctl', 'reboot'], 'rebooting'],
  ])('%j asks for the state "%s"', (argv, state) => {
    const guest = programGuest()
    expect(run(guest, argv)).toEqual(SILENT)
    expect(guest.power.requested).toBe(state)
  })

  test('with -w it is only written down', () => {
    const guest = programGuest()
    expect(run(guest, ['poweroff', '-w'])).toEqual(SILENT)
    expect(guest.power.requested).toBe(undefined)
  })

  test.each([
    [['poweroff'], 'PowerOff'],
    [['halt'], 'Halt'],
    [['reboot'], 'Reboot'],
    [['systemctl', 'suspend'], 'Suspend'],
  ])('%j is refused to others than root', (argv, call) => {
    const guest = programGuest()
    const stderr = `Call to ${call} failed: Interactive authentication required.\n`
    expect(run(guest, argv, { user: 'nobody' })).toEqual({ ...SILENT, stderr, exitCode: 1 })
    expect(guest.power.requested).toBe(undefined)
  })

  test('an unknown option is refused', () => {
    expect(run(programGuest(), ['/sbin/reboot', '-z'])).toEqual({
      ...SILENT,
      stderr: "/sbin/reboot: invalid option -- 'z'\n",
      exitCode: 1,
    })
  })
})

describe('systemctl', () => {
  const suspend: SuspendConfig = { disk: 'ok', ram: 'ok', hybrid: 'ok' }

  test.each([
    ['suspend', 'suspended-ram'],
    ['hibernate', 'suspended-disk'],
    ['hybrid-sleep', 'suspended-ram'],
  ])('%s asks for the state "%s"', (verb, state) => {
    const guest = programGuest({ suspend })
    expect(run(guest, ['systemctl', verb])).toEqual(SILENT)
    expect(guest.power.requested).toBe(state)
  })

  test.each([
    ['unsupported' as const, 'Call to Hibernate failed: Sleep verb "hibernate" not supported\n'],
    ['fails' as const, 'Call to Hibernate failed: Input/output error\n'],
  ])('where suspending is "%s" it says so', (disk, stderr) => {
    const guest = programGuest({ suspend: { ...suspend, disk } })
    expect(run(guest, ['systemctl', 'hibernate'])).toEqual({ ...SILENT, stderr, exitCode: 1 })
    expect(guest.power.requested).toBe(undefined)
  })

  test('the units for sleeping are there, others are not', () => {
    const { stdout, ...rest } = run(programGuest(), ['systemctl', 'status', 'systemd-suspend'])
    expect(rest).toEqual({ stderr: '', exitCode: 3, duration: 0n })
    expect(Buffer.from(stdout, 'latin1').toString('utf8').split('\n')[0]).toBe(
      '○ systemd-suspend.service - System Suspend',
    )
    expect(run(programGuest(), ['systemctl', 'status', 'nginx.service'])).toEqual({
      ...SILENT,
      stderr: 'Unit nginx.service could not be found.\n',
      exitCode: 4,
    })
  })
})
