import { describe, expect, test } from 'vitest'
import { createVm } from '../../../src/index.js'
import { ended, fails, prints, programGuest } from './guest.js'

const MINUTE = 60_000_000_000n
const said = (text: string) => ({ stdout: '', stderr: text, exitCode: 0 })

describe('a shutdown to come', () => {
  test.each([
    ['shutdown', 'Shutdown', '00:01:00', 'off'],
    ['shutdown -r +5', 'Reboot', '00:05:00', 'rebooting'],
    ['shutdown -h 10 be warned', 'Shutdown', '00:10:00', 'off'],
    ['shutdown -H 00:30', 'Shutdown', '00:30:00', 'halted'],
  ])('%s says when, and comes then', (line, what, time, state) => {
    const guest = programGuest()
    const text = `${what} scheduled for Thu 2026-01-01 ${time} UTC, use 'shutdown -c' to cancel.\n`
    expect(ended(guest, line)).toEqual(said(text))
    expect(ended(guest, 'shutdown --show')).toEqual(said(text))
    const [hours = 0, minutes = 0] = time.split(':').map(Number)
    const delay = BigInt(hours * 60 + minutes) * MINUTE
    guest.clock.advance(delay - 1n)
    expect(guest.power.requested).toBe(undefined)
    guest.clock.advance(1n)
    expect(guest.power.requested).toBe(state)
    expect(ended(guest, 'shutdown --show')).toEqual(fails('No scheduled shutdown.\n'))
  })

  test('a time of day that is over is that of tomorrow', () => {
    const guest = programGuest()
    guest.clock.advance(30n * MINUTE)
    expect(ended(guest, 'shutdown 00:10').stderr).toBe(
      "Shutdown scheduled for Fri 2026-01-02 00:10:00 UTC, use 'shutdown -c' to cancel.\n",
    )
  })

  test('a later one takes the place of the first, and -c cancels it', () => {
    const guest = programGuest()
    ended(guest, 'shutdown -r +1')
    ended(guest, 'shutdown -r +9')
    guest.clock.advance(5n * MINUTE)
    expect(guest.power.requested).toBe(undefined)
    expect(ended(guest, 'shutdown -c')).toEqual(prints(''))
    guest.clock.advance(60n * MINUTE)
    expect(guest.power.requested).toBe(undefined)
  })

  test('nobody but root schedules or cancels one', () => {
    const guest = programGuest()
    expect(ended(guest, 'shutdown -r +1', 'nobody')).toEqual(
      fails('Failed to schedule shutdown: Interactive authentication required.\n'),
    )
    expect(ended(guest, 'shutdown -c', 'nobody')).toEqual(
      fails("Failed to talk to logind, shutdown hasn't been cancelled: Interactive authentication required.\n"),
    )
    expect(guest.shutdown.get()).toBe(undefined)
  })

  test('it is in a snapshot, and comes after it is put back', async () => {
    await using vm = await createVm({ scenario: 'debian-12' })
    ended(vm.guest, 'shutdown -r +1')
    const before = vm.guest.snapshot()
    ended(vm.guest, 'shutdown -c')
    vm.guest.restore(before)
    expect(vm.guest.shutdown.get()?.action).toBe('reboot')
    vm.advance('10m')
    expect(vm.guest.shutdown.get()).toBe(undefined)
    expect(
      ended(vm.guest, 'last reboot')
        .stdout.split('\n')
        .filter(line => line.startsWith('reboot')),
    ).toHaveLength(2)
  })
})
