import { expect, test } from 'vitest'
import { fails, returns } from '../talk.js'
import { talkToWindows } from './windows-host.js'

test('physical disks alone, in reverse order, with their addresses', async () => {
  const host = await talkToWindows('109.1.0')
  const entry = (number: number, bus: string, place: string, serial = '') =>
    `{"name": "\\\\\\\\.\\\\PhysicalDrive${number}", "partition": false, "address": {${serial}"bus-type": "${bus}", ` +
    `"bus": 0, "unit": 0, "pci-controller": ${place}, "dev": "\\\\\\\\.\\\\PhysicalDrive${number}", "target": 0}}`
  expect(await host.ask('guest-get-disks')).toBe(
    returns(
      `[${entry(2, 'sata', '{"bus": 0, "slot": 31, "domain": 0, "function": 2}')}, ` +
        `${entry(1, 'scsi', '{"bus": 7, "slot": 0, "domain": 0, "function": 0}')}, ` +
        `${entry(0, 'scsi', '{"bus": 4, "slot": 0, "domain": 0, "function": 0}', '"serial": "zqKZeDEF", ')}]`,
    ),
  )
})

test('2.11 does not know it', async () => {
  const host = await talkToWindows('2.11.0')
  expect(await host.ask('guest-get-disks')).toBe(
    fails('The command guest-get-disks has not been found', 'CommandNotFound'),
  )
})
