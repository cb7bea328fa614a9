import { expect, test } from 'vitest'
import { fails, returns, talk } from './talk.js'

const SECOND = 1_000_000_000n
const agent = { version: '7.2.22' }

const disks = [
  { name: 'loop0', size: 0 },
  { name: 'vda', size: '1GiB', partitions: { vda1: '900MiB', vda14: '3MiB' } },
]
// What programs and accounts are read from is in memory, and not counted.
const root = { source: 'tmpfs', path: '/', type: 'tmpfs' }
const mounts = [root, { source: 'vda1', path: '/srv', type: 'xfs' }]

interface Counts {
  readonly reads?: readonly [ios: number, sectors: number]
  readonly writes?: readonly [ios: number, sectors: number]
  readonly discards?: readonly [ios: number, sectors: number]
  readonly flushes?: number
}

/** A row; every transfer takes a millisecond. */
function row(name: string, major: number, minor: number, counts: Counts = {}, parts = 'discards and flushes'): string {
  const { reads = [0, 0], writes = [0, 0], discards = [0, 0], flushes = 0 } = counts
  const total = reads[0] + writes[0] + discards[0] + flushes
  const hasDiscards = parts.startsWith('discards')
  const hasFlushes = parts.endsWith('flushes')
  const stats = [
    hasDiscards && `"discard-sectors": ${discards[1]}`,
    `"write-ios": ${writes[0]}`,
    hasDiscards && `"discard-ios": ${discards[0]}, "discard-ticks": ${discards[0]}`,
    `"weight-ticks": ${total}, "read-ios": ${reads[0]}`,
    hasFlushes && `"flush-ios": ${flushes}`,
    `"write-sectors": ${writes[1]}, "write-merges": 0, "write-ticks": ${writes[0]}, "ios-pgr": 0`,
    `"read-sectors": ${reads[1]}, "read-merges": 0, "total-ticks": ${total}`,
    hasDiscards && '"discard-merges": 0',
    hasFlushes && `"flush-ticks": ${flushes}`,
    `"read-ticks": ${reads[0]}`,
  ].filter(part => part !== false)
  return `{"name": "${name}", "stats": {${stats.join(', ')}}, "minor": ${minor}, "major": ${major}}`
}

/** The reply of a guest with the disks above: what was counted of the partition that is mounted, and so of its disk. */
function counted(counts: Counts): string {
  const { flushes: _, ...ofPartition } = counts
  return returns(
    `[${row('loop0', 7, 0)}, ${row('vda', 254, 0, counts)}, ` +
      `${row('vda1', 254, 1, ofPartition)}, ${row('vda14', 254, 14)}]`,
  )
}

test('a file is read from the disk once, with what readahead takes along', async () => {
  const files = { '/srv/a': { size: '1MiB' }, '/srv/b': { size: 5000 } }
  const host = await talk({ scenario: { extends: 'minimal', agent, disks, mounts, files } })
  expect(await host.ask('guest-get-diskstats')).toBe(counted({}))
  await host.ask('guest-file-open', { path: '/srv/a' })
  await host.ask('guest-file-read', { handle: 1000, count: 1 })
  const once = counted({ reads: [1, 256] })
  expect(await host.ask('guest-get-diskstats')).toBe(once)
  await host.ask('guest-file-read', { handle: 1000, count: 100_000 })
  expect(await host.ask('guest-get-diskstats')).toBe(once)
  await host.ask('guest-file-open', { path: '/srv/b' })
  await host.ask('guest-file-read', { handle: 1001 })
  expect(await host.ask('guest-get-diskstats')).toBe(counted({ reads: [2, 272] }))
})

test('what is written reaches the disk half a minute later, or at once with sync', async () => {
  const builtins = ['/usr/bin/sync']
  const host = await talk({ scenario: { extends: 'minimal', agent, disks, mounts, builtins } })
  const { clock } = host.vm.guest
  await host.ask('guest-file-open', { path: '/srv/a', mode: 'w' })
  await host.ask('guest-file-write', { handle: 1000, 'buf-b64': Buffer.alloc(10_000).toString('base64') })
  await host.ask('guest-file-flush', { handle: 1000 })
  clock.advance(29n * SECOND)
  expect(await host.ask('guest-get-diskstats')).toBe(counted({}))
  clock.advance(5n * SECOND)
  expect(await host.ask('guest-get-diskstats')).toBe(counted({ writes: [1, 24] }))
  await host.ask('guest-file-write', { handle: 1000, 'buf-b64': 'YQ==' })
  await host.ask('guest-file-flush', { handle: 1000 })
  await host.ask('guest-exec', { path: '/usr/bin/sync' })
  expect(await host.ask('guest-get-diskstats')).toBe(counted({ writes: [2, 32], flushes: 1 }))
})

test('freezing writes and flushes, and trimming discards', async () => {
  const trimmed = [root, { source: 'vda1', path: '/srv', type: 'xfs', trim: '1MiB' }]
  const host = await talk({ scenario: { extends: 'minimal', agent, disks, mounts: trimmed } })
  host.vm.guest.files.writeFile('/srv/a', 'x')
  await host.ask('guest-fsfreeze-freeze')
  await host.ask('guest-fsfreeze-thaw')
  expect(await host.ask('guest-get-diskstats')).toBe(counted({ writes: [1, 8], flushes: 1 }))
  await host.ask('guest-fstrim')
  expect(await host.ask('guest-get-diskstats')).toBe(counted({ writes: [1, 8], flushes: 1, discards: [1, 2048] }))
})

test('what is in memory alone touches no disk', async () => {
  const host = await talk({ scenario: { extends: 'minimal', agent, disks, mounts } })
  host.vm.guest.files.writeFile('/tmp/a', 'x')
  host.vm.guest.clock.advance(60n * SECOND)
  expect(await host.ask('guest-get-diskstats')).toBe(counted({}))
})

test('it begins where the scenario says, and older kernels count less', async () => {
  const stats = { readIos: 3, readSectors: '9007199254740993', readTicks: 3, totalTicks: 3, weightTicks: 3 }
  const ask = async (release: string) => {
    const host = await talk({
      scenario: {
        extends: 'minimal',
        agent,
        disks: [{ name: 'vda', size: '1GiB', stats }],
        os: { kernel: { release } },
      },
    })
    return host.ask('guest-get-diskstats')
  }
  const vda = (parts: string) =>
    returns(`[${row('vda', 254, 0, { reads: [3, 1] }, parts)}]`).replace(
      '"read-sectors": 1,',
      '"read-sectors": 9007199254740993,',
    )
  expect(await ask('5.5.0')).toBe(vda('discards and flushes'))
  expect(await ask('5.4.0-150-generic')).toBe(vda('discards'))
  expect(await ask('4.18.0-553.el8.x86_64')).toBe(vda('discards'))
  expect(await ask('3.10.0-1160.el7.x86_64')).toBe(vda('nothing'))
})

test('/proc/diskstats and sysfs show the same', async () => {
  const files = { '/srv/a': 'x' }
  const host = await talk({ scenario: { extends: 'minimal', agent, disks, mounts, files } })
  host.vm.guest.files.readFile('/srv/a')
  const read = (path: string) => host.vm.guest.files.readFile(path, 'utf8')
  expect(read('/proc/diskstats')).toBe(
    '   7       0 loop0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n' +
      ' 254       0 vda 1 0 8 1 0 0 0 0 0 1 1 0 0 0 0 0 0\n' +
      ' 254       1 vda1 1 0 8 1 0 0 0 0 0 1 1 0 0 0 0 0 0\n' +
      ' 254      14 vda14 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n',
  )
  expect(read('/sys/block/vda/vda1/stat')).toBe(
    '       1        0        8        1        0        0        0        0        0        1        1        0        0' +
      '        0        0        0        0\n',
  )
  expect(read('/proc/partitions')).toBe(
    'major minor  #blocks  name\n\n 254        0    1048576 vda\n 254        1     921600 vda1\n 254       14       3072 vda14\n',
  )
})

test('a snapshot holds what was counted and what waits, and a boot begins anew', async () => {
  const host = await talk({ scenario: { extends: 'default', agent, disks, mounts } })
  const { files, clock } = host.vm.guest
  const none = await host.ask('guest-get-diskstats')
  files.writeFile('/srv/a', 'x')
  const snapshot = host.vm.snapshot()
  clock.advance(60n * SECOND)
  const written = await host.ask('guest-get-diskstats')
  expect(written).not.toBe(none)
  host.vm.restore(snapshot)
  expect(await host.ask('guest-get-diskstats')).toBe(none)
  clock.advance(60n * SECOND)
  expect(await host.ask('guest-get-diskstats')).toBe(written)
  await host.ask('guest-shutdown', { mode: 'reboot' })
  expect(host.vm.guest.activity.disks.snapshot().dirty).toEqual([])
})

test('agents before 7.1 do not have it', async () => {
  const host = await talk({ scenario: { extends: 'minimal', agent: { version: '7.0.0' } } })
  expect(await host.ask('guest-get-diskstats')).toBe(
    fails('The command guest-get-diskstats has not been found', 'CommandNotFound'),
  )
})
