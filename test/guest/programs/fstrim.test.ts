import { describe, expect, test } from 'vitest'
import type { MountConfig } from '../../../src/guest/config.js'
import { programGuest, run } from './guest.js'

const ROOT = { source: 'vda', path: '/', type: 'ext4', options: 'rw', size: 0n, used: 0n, trim: 1_610_612_736n }

function guestWith(...mounts: Partial<MountConfig>[]) {
  return programGuest({ mounts: [ROOT, ...mounts.map(mount => ({ ...ROOT, ...mount }))] })
}

describe('fstrim', () => {
  test('tells with -v how much it discarded', () => {
    const guest = guestWith()
    expect(run(guest, ['fstrim', '-v', '/']).stdout).toBe('/: 1.5 GiB (1610612736 bytes) trimmed\n')
    expect(run(guest, ['fstrim', '/'])).toEqual({ stdout: '', stderr: '', exitCode: 0, duration: 0n })
    expect(run(guest, ['fstrim', '-nv', '/etc']).stdout).toBe('/etc: 0 B (dry run) trimmed\n')
    expect(run(guest, ['fstrim', '-v', '-m', '2GiB', '/']).stdout).toBe('/: 0 B (0 bytes) trimmed\n')
  })

  test('-a takes every device once and leaves out what cannot be trimmed', () => {
    const guest = guestWith(
      { path: '/again' },
      { source: 'tmpfs', path: '/run', type: 'tmpfs' },
      { source: 'vda', path: '/third', options: 'ro' },
    )
    expect(run(guest, ['/sbin/fstrim', '-av'])).toEqual({
      stdout: '/: 1.5 GiB (1610612736 bytes) trimmed on /dev/vda\n',
      stderr: '',
      exitCode: 0,
      duration: 0n,
    })
  })

  test.each([
    [['/nope'], 'fstrim: stat of /nope failed: No such file or directory\n'],
    [['/etc/passwd'], 'fstrim: /etc/passwd: not a directory\n'],
    [['/run'], 'fstrim: /run: the discard operation is not supported\n'],
    [['/old'], 'fstrim: /old: the discard operation is not supported\n'],
    [['/broken'], 'fstrim: /broken: FITRIM ioctl failed: Input/output error\n'],
    [[], 'fstrim: no mountpoint specified\n'],
    [['/', '/'], "fstrim: unexpected number of arguments\nTry 'fstrim --help' for more information.\n"],
    [['--foo'], "/sbin/fstrim: unrecognized option '--foo'\nTry 'fstrim --help' for more information.\n"],
  ])('%j fails', (args, stderr) => {
    const guest = guestWith(
      { source: 'tmpfs', path: '/run', type: 'tmpfs' },
      { path: '/old', trim: 'EOPNOTSUPP' },
      { path: '/broken', trim: 'EIO' },
    )
    expect(run(guest, ['/sbin/fstrim', ...args])).toEqual({ stdout: '', stderr, exitCode: 1, duration: 0n })
  })
})
