import { expect, test } from 'vitest'
import { Guest } from '../../../../src/guest/guest.js'
import { debian, ended, fails, prints } from '../guest.js'

const VERSION = 'resize2fs 1.47.0 (5-Feb-2023)\n'

test('blockdev tells the sizes that the scenario gives', () => {
  const guest = new Guest(debian)
  const size = debian.disks.find(({ name }) => name === 'vda')?.size ?? 0n
  expect(ended(guest, 'blockdev --getsize64 /dev/vda')).toEqual(prints(`${size}\n`))
  expect(ended(guest, 'blockdev --getss --getsz /dev/vda')).toEqual(prints(`512\n${size / 512n}\n`))
  expect(ended(guest, 'blockdev --rereadpt /dev/vda')).toEqual(
    fails('blockdev: ioctl error on BLKRRPART: Device or resource busy\n'),
  )
  expect(ended(guest, 'blockdev --setro /dev/vda')).toEqual(fails("blockdev: mockvm doesn't do --setro yet\n"))
})

test('what is as large as it gets is left so', () => {
  const guest = new Guest(debian)
  const partition = debian.disks[0]?.partitions.find(({ name }) => name === 'vda1')?.size ?? 0n
  expect(ended(guest, 'growpart /dev/vda 1')).toEqual({
    ...{ stdout: `NOCHANGE: partition 1 is size ${partition / 512n}. it cannot be grown\n`, stderr: '', exitCode: 1 },
  })
  expect(ended(guest, 'growpart /dev/vda 9')).toEqual(fails('FAILED: failed to find partition 9 on /dev/vda\n', 2))
  expect(ended(guest, 'resize2fs /dev/vda1')).toEqual({
    stdout: `The filesystem is already ${partition / 4096n} (4k) blocks long.  Nothing to do!\n\n`,
    ...{ stderr: VERSION, exitCode: 0 },
  })
  expect(ended(guest, 'resize2fs /dev/vda15')).toEqual(
    fails(
      `${VERSION}resize2fs: Bad magic number in super-block while trying to open /dev/vda15\n` +
        "Couldn't find valid filesystem superblock.\n",
    ),
  )
})
