import { expect, test } from 'vitest'
import { Guest } from '../../../../src/guest/guest.js'
import { debian, ended, fails, prints } from '../guest.js'

test('chcpu takes a processor out and back, and all tools see it', () => {
  const guest = new Guest(debian)
  expect(ended(guest, 'chcpu -d 1')).toEqual(prints('CPU 1 disabled\n'))
  expect(ended(guest, 'chcpu -d 1')).toEqual(prints('CPU 1 is already disabled\n'))
  expect(ended(guest, 'nproc')).toEqual(prints('1\n'))
  expect(ended(guest, 'nproc --all')).toEqual(prints('2\n'))
  expect(ended(guest, 'lscpu -e')).toEqual(
    prints('CPU NODE SOCKET CORE ONLINE\n  0    0      0    0    yes\n  1    -      -    -     no\n'),
  )
  expect(ended(guest, 'chcpu -e 1')).toEqual(prints('CPU 1 enabled\n'))
  expect(guest.vcpus.list().map(({ online }) => online)).toEqual([true, true])
})

test.each([
  ['chcpu', "chcpu: bad usage\nTry 'chcpu --help' for more information.\n", 1],
  ['chcpu -e 99', 'chcpu: CPU 99 does not exist\n', 64],
  ['chcpu -d x', 'chcpu: failed to parse CPU list: x\n', 1],
  ['chcpu -d 0', 'chcpu: CPU 0 is not hot pluggable\n', 64],
  ['chmem', "chmem: bad usage\nTry 'chmem --help' for more information.\n", 1],
  ['chmem -e x', "chmem: Failed to parse size: 'x': Invalid argument\n", 1],
  ['nproc --ignore=x', "nproc: invalid number: 'x'\n", 1],
  ['nproc x', "nproc: extra operand 'x'\nTry 'nproc --help' for more information.\n", 1],
  ['vmstat 0', 'vmstat: delay must be positive integer\n', 1],
  ['vmstat x', "vmstat: failed to parse argument: 'x'\n", 1],
  ['vmstat -s', "vmstat: mockvm doesn't do -s yet\n", 1],
])('%s fails', (line, stderr, exitCode) => {
  expect(ended(new Guest(debian), line)).toEqual(fails(stderr, exitCode))
})

test('chmem takes memory out from its end', () => {
  const guest = new Guest(debian)
  expect(ended(guest, 'chmem -d 256M')).toEqual(prints(''))
  expect(ended(guest, 'lsmem')).toEqual(
    prints(
      'RANGE                                  SIZE   STATE REMOVABLE BLOCK\n' +
        '0x0000000000000000-0x000000006fffffff  1.8G  online       yes  0-13\n' +
        '0x0000000070000000-0x000000007fffffff  256M offline       yes 14-15\n' +
        '\nMemory block size:       128M\nTotal online memory:     1.8G\nTotal offline memory:    256M\n',
    ),
  )
  expect(ended(guest, 'chmem -e 256M')).toEqual(prints(''))
  expect(guest.memory.list().every(({ online }) => online)).toBe(true)
})

test('free and vmstat say what /proc/meminfo says', () => {
  const guest = new Guest(debian)
  expect(ended(guest, 'free -wt')).toEqual(
    prints(
      '               total        used        free      shared     buffers       cache   available\n' +
        'Mem:         2027945      226304     1801641         460        9568      106640     1801641\n' +
        'Swap:              0           0           0\n' +
        'Total:       2027945      226304     1801641\n',
    ),
  )
  expect(ended(guest, 'free -h').stdout).toBe(
    '               total        used        free      shared  buff/cache   available\n' +
      'Mem:           1.9Gi       221Mi       1.7Gi       460Ki       113Mi       1.7Gi\n' +
      'Swap:             0B          0B          0B\n',
  )
  expect(ended(guest, 'vmstat').stdout).toBe(
    'procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----\n' +
      ' r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st\n' +
      ' 1  0      0 1801641   9568 106640    0    0     0     0    0    0  0  0 100  0  0\n',
  )
  expect(guest.files.readFile('/proc/meminfo', 'utf8')).toMatch(/^MemTotal: {8}2027945 kB\n/)
})

test('lscpu describes the processor of /proc/cpuinfo', () => {
  expect(ended(new Guest(debian), 'lscpu').stdout).toMatch(
    /^Architecture: {8}x86_64\n.*CPU\(s\): {14}2\nOn-line CPU\(s\) list: 0,1\n.*Model name: {10}QEMU Virtual CPU version 2\.5\+\n.*NUMA node0 CPU\(s\): {3}0,1\n$/s,
  )
})
