import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { debian, startDomain } from './domain.js'
import { Libvirtd } from './libvirtd.js'

let daemon: Libvirtd

beforeAll(async () => {
  daemon = await Libvirtd.start()
})

afterAll(() => daemon?.remove())

test('a domain with a serial console of type pty starts, and has a path for it', async () => {
  await startDomain(daemon, {
    ...{ name: 'console', emulator: inject('emulator'), scenario: debian('7.2.22') },
    devices: "<serial type='pty'><target port='0'/></serial><console type='pty'/>",
  })
  expect(await daemon.virsh.print('domstate', 'console')).toBe('running\n\n')
  expect(await daemon.virsh.print('ttyconsole', 'console')).toMatch(/^\/dev\/pts\/\d+\n/)
})
