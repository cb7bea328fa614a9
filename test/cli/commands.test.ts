import { expect, test } from 'vitest'
import { runToEnd } from './fake-terminal.js'

test('commands are listed by name', async () => {
  const { out } = await runToEnd('commands')
  const names = out.split('\n').map(line => line.split(' ')[0] ?? '')
  names.pop()
  expect(names).toEqual([...names].sort())
})

test('members tell since when they are there, and what they were before', async () => {
  const { out: disks } = await runToEnd('commands', 'guest-get-disks')
  expect(disks).toMatch(/^guest-get-disks \(since 5\.2\)\n/)
  expect(disks).toMatch(/^ {4}smart \(optional\) +GuestDiskSmart +of NVMe disks \(since 7\.1\)$/m)
  expect(disks).toMatch(/^ {6}ccw-address \(optional\) +GuestCCWAddress +of a disk on an s390 machine \(since 6\.0\)$/m)
  const { out: exec } = await runToEnd('commands', 'guest-exec')
  expect(exec).toMatch(/^ {2}capture-output \(optional\) +GuestExecCaptureOutput .* \(since 8\.1, bool before\)$/m)
})

test('a value that may be a name or something else is shown as both', async () => {
  const { out } = await runToEnd('commands', 'guest-exec')
  expect(out).toMatch(/^ {2}capture-output .* \(bool, or none, stdout, stderr, separated, merged\) \(since 8\.1, /m)
})

test('a command tells which systems have it', async () => {
  const { out } = await runToEnd('commands', 'guest-get-load')
  expect(out).toMatch(/^guest-get-load \(since 10\.0\)\n.+\nSystems: Linux; Windows; FreeBSD\n\nArguments: none\n/)
})
