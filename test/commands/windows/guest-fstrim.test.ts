import { expect, test } from 'vitest'
import { fails, returns } from '../talk.js'
import { askFor, talkToWindows, WINDOWS } from './windows-host.js'

test('volumes with a path are trimmed one after the other, which takes time', async () => {
  const host = await talkToWindows('109.1.0')
  expect(await askFor(host, '6s', 'guest-fstrim', { minimum: 4096 })).toBe(
    returns('{"paths": [{"path": "C:\\\\mnt\\\\data\\\\"}, {"path": "C:\\\\"}]}'),
  )
})

test('the agent answers nothing meanwhile', async () => {
  const host = await talkToWindows('109.1.0')
  expect(await host.ask('guest-fstrim')).toBe('')
  host.vm.advance('3s')
  expect(await host.ask('guest-ping')).toBe('')
  host.vm.advance('3s')
  expect(await host.more()).toBe(
    `${returns('{"paths": [{"path": "C:\\\\mnt\\\\data\\\\"}, {"path": "C:\\\\"}]}')}\n{"return": {}}\n`,
  )
})

test('what defrag.exe complains of is the error', async () => {
  const trimError =
    'The volume optimization operation requested is not supported by the hardware backing the volume. (0x8900002A)'
  const [system = {}, ...others] = WINDOWS.volumes ?? []
  const volumes = [{ ...system, trimError, trimTakes: '1s' }, ...others]
  const host = await talkToWindows('5.2.0', { scenario: { volumes } })
  expect(await askFor(host, '4s', 'guest-fstrim')).toBe(
    returns(`{"paths": [{"path": "C:\\\\mnt\\\\data\\\\"}, {"path": "C:\\\\", "error": "${trimError}"}]}`),
  )
})

test('a defrag.exe of the scenario answers in its place', async () => {
  const stdout = 'Microsoft-Laufwerksoptimierung\r\nFehler. (0x89000016)\r\nzu spaet (0x1)\r\n'
  const host = await talkToWindows('109.1.0', {
    scenario: { volumes: [{ letter: 'C', size: '1GiB' }], programs: [{ match: 'defrag /L *', stdout }] },
  })
  expect(await host.ask('guest-fstrim')).toBe(
    returns('{"paths": [{"path": "C:\\\\", "error": "Fehler. (0x89000016)"}]}'),
  )
})

test('without defrag.exe that is the error', async () => {
  const host = await talkToWindows('109.1.0', { scenario: { volumes: [{ letter: 'C', size: '1GiB' }] } })
  host.vm.guest.files.unlink('C:\\Windows\\System32\\defrag.exe')
  expect(await host.ask('guest-fstrim')).toBe(
    returns('{"paths": [{"path": "C:\\\\", "error": "Failed to execute child process (No such file or directory)"}]}'),
  )
})

test('before Windows 8 there is no trimming, which 2.11 does not know', async () => {
  const windows = { version: '6.1', build: 7601 }
  const scenario = { volumes: [{ letter: 'C', size: '1GiB', trimTakes: '1s' }] }
  const newer = await talkToWindows('5.2.0', { windows, scenario })
  expect(await newer.ask('guest-fstrim')).toBe(fails('fstrim is only supported for Win8+'))
  const older = await talkToWindows('2.11.0', { windows, scenario })
  expect(await askFor(older, '1s', 'guest-fstrim')).toBe(returns('{"paths": [{"path": "C:\\\\"}]}'))
})
