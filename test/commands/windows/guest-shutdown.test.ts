import { expect, test } from 'vitest'
import { fails, talk } from '../talk.js'
import { talkToWindows } from './windows-host.js'

test.each([
  [undefined, 'off'],
  ['powerdown', 'off'],
  ['halt', 'halted'],
])('mode %s: the guest is %s, and nothing is answered', async (mode, state) => {
  const host = await talkToWindows('109.1.0')
  expect(await host.ask('guest-shutdown', mode === undefined ? {} : { mode })).toBe('')
  expect(host.vm.guest.power.state).toBe(state)
})

test('after a reboot files are there, and nothing else is', async () => {
  const host = await talk({
    scenario: {
      extends: 'windows-server-2022',
      sessions: [{ user: 'Administrator', line: 'console', time: '2026-01-01T00:00:00Z' }],
    },
  })
  await host.ask('guest-exec', { path: 'cmd.exe' })
  host.vm.guest.files.writeFile('C:\\Users\\Administrator\\note.txt', 'kept')
  const processes = host.vm.guest.config.processes.map(({ pid }) => pid)
  expect(await host.ask('guest-shutdown', { mode: 'reboot' })).toBe('')
  expect(host.vm.guest.power.state).toBe('running')
  expect(host.vm.guest.files.readFile('C:\\users\\administrator\\NOTE.TXT', 'utf8')).toBe('kept')
  expect(await host.ask('guest-get-users')).toBe('{"return": []}')
  expect(host.vm.guest.processes.list().map(({ pid }) => pid)).toEqual(processes.toSorted((a, b) => a - b))
})

test.each([
  ['2.11.0', "Parameter 'mode' expects halt|powerdown|reboot"],
  ['5.2.0', "Parameter 'mode' expects halt|powerdown|reboot"],
  ['7.2.0', "Parameter 'mode' expects 'halt', 'powerdown', or 'reboot'"],
  ['109.1.0', "Parameter 'mode' expects 'halt', 'powerdown', or 'reboot'"],
])('%s refuses another mode', async (version, text) => {
  const host = await talkToWindows(version)
  expect(await host.ask('guest-shutdown', { mode: 'sleep' })).toBe(fails(text))
})

test.each([
  ['2.11.0', 'An undefined error has occurred'],
  ['5.2.0', 'guest-shutdown failed: A system shutdown is in progress.'],
])('%s tells that Windows goes down already', async (version, text) => {
  const host = await talkToWindows(version)
  // Asked for and not carried out yet.
  host.vm.guest.power.restore({ state: 'running', requested: 'off' })
  expect(await host.ask('guest-shutdown')).toBe(fails(text))
})
