import { expect, test } from 'vitest'
import { fails, OK } from '../talk.js'
import { type Change, talkToWindows } from './windows-host.js'

test('what is below a millisecond is lost', async () => {
  const host = await talkToWindows('109.1.0')
  expect(await host.ask('guest-set-time', { time: 1000000001999999 })).toBe(OK)
  expect(host.vm.guest.clock.now()).toBe(1000000001000000n)
})

test('the hardware clock is set as well, so that a reboot keeps the time; what is right w32tm knows all the same', async () => {
  const host = await talkToWindows('109.1.0', { scenario: LAN })
  const right = host.vm.guest.clock.rtc()
  await host.ask('guest-set-time', { time: 1000000000000000000 })
  host.vm.do({ vm: 'reset' })
  expect(host.vm.guest.clock.now()).toBe(1000000000000000000n)
  await host.ask('guest-set-time')
  host.vm.advance('5s')
  expect(host.vm.guest.clock.now()).toBe(right + 5_000_000_000n)
  expect(host.vm.guest.clock.rtc()).toBe(right + 5_000_000_000n)
})

test('any year will do, but none before 1970', async () => {
  const host = await talkToWindows('109.1.0')
  expect(await host.ask('guest-set-time', '{"time": 9223372036854775807}')).toBe(OK)
  expect(await host.ask('guest-set-time', { time: -5 })).toBe(fails('Time -5is invalid'))
})

test('without a time the clock is put right some seconds after the reply', async () => {
  const host = await talkToWindows('109.1.0', { scenario: LAN })
  const right = host.vm.guest.clock.rtc()
  host.vm.guest.setTime(0n)
  expect(await host.ask('guest-set-time')).toBe(OK)
  host.vm.advance('4999ms')
  expect(host.vm.guest.clock.now()).toBe(4_999_000_000n)
  host.vm.advance('1ms')
  expect(host.vm.guest.clock.now()).toBe(right + 5_000_000_000n)
})

test('that the clock is still to be put right is in a snapshot', async () => {
  const { vm, ...host } = await talkToWindows('109.1.0', { scenario: LAN }).then(it => ({
    vm: it.vm,
    ask: it.ask.bind(it),
  }))
  vm.guest.setTime(0n)
  await host.ask('guest-set-time')
  vm.advance('2s')
  const snapshot = vm.snapshot()
  vm.advance('1m')
  vm.restore(snapshot)
  expect(vm.guest.clock.now()).toBe(2_000_000_000n)
  vm.advance('3s')
  expect(vm.guest.clock.now()).toBe(vm.guest.clock.rtc())
})

const LAN = { network: { interfaces: [{ name: 'Ethernet', addresses: ['192.168.122.10/24'] }] } }

test.each<[string, Change, string]>([
  [
    'the service does not run',
    { windows: { timeService: { running: false } } },
    'Windows Time service not running on the guest',
  ],
  ['there is no way to the internet', {}, 'No internet connection on guest, sync not accurate'],
  [
    'the program fails: its text keeps the end of its line',
    { scenario: { programs: [{ match: 'w32tm /resync /nowait', exitCode: 5 }] } },
    'w32tm failed with error (0x5): Access is denied.\\r\\n',
  ],
  [
    'the program fails with a code without a text',
    { scenario: { programs: [{ match: 'w32tm *', exitCode: 0x80070001 + 0x1233 }] } },
    "w32tm failed with error (0x80071234), couldn't retrieve error message",
  ],
])('an error tells that %s', async (_, change, text) => {
  const host = await talkToWindows('109.1.0', change)
  expect(await host.ask('guest-set-time')).toBe(fails(text))
})

test('an error may come although the clock is put right', async () => {
  const host = await talkToWindows('109.1.0', { windows: { timeService: { internet: false } }, scenario: LAN })
  host.vm.guest.setTime(0n)
  expect(await host.ask('guest-set-time')).toBe(fails('No internet connection on guest, sync not accurate'))
})
