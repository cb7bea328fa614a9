import { expect, test } from 'vitest'
import { freezableGuest } from './freezable-guest.js'
import { fails, returns, talk } from './talk.js'

const EFI = '{"minimum": 0, "path": "/boot/efi", "trimmed": 104857600}'

test('every mount on a disk is trimmed, in reverse order of the mount table', async () => {
  const scenario = freezableGuest({ root: { trim: '1GiB' }, srv: { trim: '9223372036854775807' } })
  const host = await talk({ scenario })
  expect(await host.ask('guest-fstrim')).toBe(
    returns(
      `{"paths": [{"minimum": 0, "path": "/srv", "trimmed": 9223372036854775807}, ${EFI}, ` +
        '{"minimum": 0, "path": "/", "trimmed": 1073741824}]}',
    ),
  )
})

test.each([
  [{ trim: 'EOPNOTSUPP' as const }, 'trim not supported'],
  [{ trim: 'ENOTTY' as const }, 'trim not supported'],
  [{ trim: 'EIO' as const }, 'failed to trim: Input/output error'],
  [{ openError: 'EACCES' as const }, 'failed to open: Permission denied'],
])('a mount with %o has its error in the list', async (srv, error) => {
  const host = await talk({ scenario: freezableGuest({ root: { trim: 0 }, srv }) })
  expect(await host.ask('guest-fstrim')).toBe(
    returns(`{"paths": [{"path": "/srv", "error": "${error}"}, ${EFI}, {"minimum": 0, "path": "/", "trimmed": 0}]}`),
  )
})

test('ranges below the minimum do not count', async () => {
  const host = await talk({ scenario: freezableGuest({ root: { trim: '1GiB' }, srv: { trim: 'EIO' } }) })
  expect(await host.ask('guest-fstrim', { minimum: 1073741825 })).toBe(
    returns(
      '{"paths": [{"path": "/srv", "error": "failed to trim: Input/output error"}, ' +
        '{"minimum": 1073741825, "path": "/boot/efi", "trimmed": 0}, ' +
        '{"minimum": 1073741825, "path": "/", "trimmed": 0}]}',
    ),
  )
})

test.each([
  ['2.11.0', `{"minimum": 0, "path": "/srv", "trimmed": 1}, ${EFI}, {"minimum": 0, "path": "/", "trimmed": 2}`],
  ['7.2.22', `{"minimum": 0, "path": "/srv", "trimmed": 1}, ${EFI}, {"minimum": 0, "path": "/", "trimmed": 2}`],
  ['11.1.3', `${EFI}, {"minimum": 0, "path": "/", "trimmed": 2}`],
])('agent %s trims a device that is mounted twice as often as it lists it', async (version, paths) => {
  const scenario = freezableGuest({ root: { trim: 2 }, srv: { source: 'vda1', type: 'ext4', trim: 1 } })
  const host = await talk({ scenario, agent: { version } })
  expect(await host.ask('guest-fstrim')).toBe(returns(`{"paths": [${paths}]}`))
})

test('the minimum is an integer', async () => {
  const host = await talk()
  expect(await host.ask('guest-fstrim', '{"minimum":"1"}')).toBe(
    fails("Invalid parameter type for 'minimum', expected: integer"),
  )
})

test('what can not be written to was never made to be trimmed', async () => {
  const host = await talk({
    scenario: {
      agent: { version: '7.2.22' },
      disks: ['vda', 'sr0', 'loop0'].map(name => ({ name, size: '1MiB' })),
      mounts: [
        { source: 'vda', path: '/', type: 'ext4', trim: 1 },
        { source: 'sr0', path: '/cdrom', type: 'iso9660' },
        { source: 'loop0', path: '/snap/core/1', type: 'squashfs' },
      ],
    },
  })
  const error = '"error": "trim not supported"'
  expect(await host.ask('guest-fstrim')).toBe(
    returns(
      `{"paths": [{"path": "/snap/core/1", ${error}}, {"path": "/cdrom", ${error}}, ` +
        '{"minimum": 0, "path": "/", "trimmed": 1}]}',
    ),
  )
})
