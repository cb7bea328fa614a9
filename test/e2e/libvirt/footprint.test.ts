import { existsSync, readdirSync } from 'node:fs'
import { expect, inject, test } from 'vitest'
import { debian, startDomain } from './domain.js'
import { Libvirtd, type Mode, missingForSystem } from './libvirtd.js'

/** What a libvirtd of this machine would have there. */
function machinesOwn(): string[] {
  return ['/etc/libvirt/qemu', '/var/lib/libvirt/qemu', '/var/cache/libvirt/qemu', '/run/libvirt']
    .filter(path => existsSync(path))
    .flatMap(path => readdirSync(path).map(name => `${path}/${name}`))
}

test.each<Mode>(['session', 'system'])('a %s libvirtd runs a domain and leaves the machine as it was', async mode => {
  if (mode === 'system') expect(await missingForSystem()).toBe(undefined)
  const before = machinesOwn()
  const daemon = await Libvirtd.start(mode)
  try {
    await startDomain(daemon, { name: 'guest', emulator: inject('emulator'), scenario: debian('7.2.22') })
    expect(await daemon.virsh.print('domhostname', 'guest', '--source', 'agent')).toBe('debian\n\n')
    await daemon.stop()
    await daemon.start()
    await daemon.virsh.untilState('guest', 'running (booted)')
    expect(machinesOwn()).toEqual(before)
  } finally {
    await daemon.remove()
  }
  expect(existsSync(daemon.directory)).toBe(false)
  expect(machinesOwn()).toEqual(before)
})
