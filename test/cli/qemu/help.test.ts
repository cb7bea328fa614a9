import { expect, test } from 'vitest'
import { runToEnd } from '../fake-terminal.js'

const NO_LIST = (typed: string) => `mockvm has no list for ${typed}: what it takes is accepted, and not simulated.\n`

test.each([
  [['-cpu', 'help'], /^Available CPUs:\nx86 max\n/],
  [['-cpu', '?'], /^Available CPUs:\n/],
  [['-device', 'help'], /^Simulated devices:\nname "virtio-serial-pci"\n/],
  [['-machine', '?'], /^Supported machines are:\n/],
  [['-chardev', 'help'], /^Available chardev backend types: \n {2}socket\n/],
])('%j lists', async (args, list) => {
  const { status, out, err } = await runToEnd('qemu', ...args)
  expect({ status, err }).toEqual({ status: 0, err: '' })
  expect(out).toMatch(list)
})

test.each([
  ['-object', 'help'],
  ['-object', 'rng-random,help'],
  ['-netdev', 'help'],
  ['-netdev', '?'],
  ['-device', 'virtio-serial-pci,help=on'],
  ['-device', 'virtio-serial-pci,help'],
  ['-device', 'virtserialport,?'],
  ['-machine', 'pc,help'],
  ['-chardev', 'help,id=a'],
  ['-drive', 'if=none,format=?'],
  ['-nic', 'model=help'],
  ['-vga', 'help'],
  ['-display', '?'],
])('%s %s is answered, though there is no list', async (option, value) => {
  expect(await runToEnd('qemu', option, value)).toEqual({ status: 0, out: NO_LIST(`${option} ${value}`), err: '' })
})

test('what is wrong elsewhere is told first', async () => {
  expect(await runToEnd('qemu', '-cpu', 'help', '-name', 'x=1')).toEqual({
    status: 1,
    out: '',
    err: "mockvm qemu: -name x=1: Invalid parameter 'x'\n",
  })
})

test.each(['help', '?', 'nope', 'unimp,nope', 'none'])('-d %s lists the items, with status 1', async items => {
  const { status, out, err } = await runToEnd('qemu', '-d', items)
  expect({ status, err }).toEqual({ status: 1, err: '' })
  expect(out).toMatch(/^Log items \(comma separated\):\nout_asm\n/)
})
