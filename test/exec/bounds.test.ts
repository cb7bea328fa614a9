/** What never ends, or grows without end, holds up neither the host nor the other programs of the guest. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Vm } from '../../src/index.js'
import { debian, isRunning, outcome, output, rawOutcome, run, start } from './shell-host.js'

let vm: Vm

beforeEach(async () => {
  vm = await debian()
})

afterEach(() => vm.close())

describe('a loop that never rests', () => {
  test.each([
    'while :; do :; done',
    'for ((;;)); do :; done',
    'while true; do /bin/true; done',
    'until false; do sleep 0; done',
    'yes > /dev/null',
    'yes | while read -r line; do :; done',
    'while :; do echo x; done | cat > /dev/null',
    "awk 'BEGIN { while (1); }'",
    'cat /dev/zero > /dev/null',
    'exec bash -c \'exec bash -c "$0" "$0"\' \'exec bash -c "$0" "$0"\'',
  ])('%s lets others go on, and is killed', async line => {
    const pid = await start(vm, line)
    expect(await run(vm, 'echo there')).toEqual({ out: 'there\n', err: '', exitCode: 0 })
    vm.advance('500ms')
    expect(await isRunning(vm, pid)).toBe(true)
    expect(await output(vm, `kill -9 ${pid}; pkill -9 yes; pkill -9 cat; true`)).toBe('')
    vm.advance('10m')
    expect(await outcome(vm, pid)).toMatchObject({ signal: 9 })
  })

  test('counts as running, and makes the load', async () => {
    const pid = await start(vm, 'while :; do :; done')
    expect(await output(vm, `ps -o stat= -p ${pid}`)).toBe('Rs\n')
    vm.advance('10m')
    expect(await output(vm, 'cut -c1-4 /proc/loadavg')).toBe('1.00\n')
  })

  test('goes on as time passes', async () => {
    const pid = await start(vm, 'for ((i = 0; i < 100000; i++)); do :; done; echo $i')
    expect(await isRunning(vm, pid)).toBe(true)
    vm.advance('1m')
    expect(await outcome(vm, pid)).toEqual({ out: '100000\n', err: '', exitCode: 0 })
  })
})

describe('a fork bomb', () => {
  test.each([':() { :|:& }; :', 'f() { f | f; }; f', 'f() { f & f & wait; }; f'])(
    '%s stops at 1,000 processes',
    async line => {
      const others = vm.guest.processes.list().length
      const pid = await start(vm, line)
      vm.advance('100ms')
      expect(vm.guest.processes.list().length - others).toBeLessThanOrEqual(1000)
      expect(vm.guest.processes.list().length - others).toBeGreaterThan(10)
      vm.do({ vm: 'reset' })
      vm.advance('1m')
      expect(vm.guest.processes.get(Number(pid))).toBeUndefined()
      expect(await output(vm, 'echo up again')).toBe('up again\n')
    },
  )
})

describe('what is too deep', () => {
  test.each(['f() { f; }; f', 'n=0; f() { n=$((n + 1)); eval f; }; f', 'f() { echo "$(f)"; }; f', 'f() { (f); }; f'])(
    '%s fails, and the guest goes on',
    async line => {
      const pid = await start(vm, `${line}; exit 1`)
      vm.advance('1m')
      expect(await rawOutcome(vm, pid)).toBeDefined()
      expect(await output(vm, 'echo there')).toBe('there\n')
    },
  )
})

test.each([
  ['grep x /dev/zero', 'grep: /dev/zero: Cannot allocate memory\n', 2],
  ['dd if=/dev/zero of=/dev/null bs=1M count=300', 'dd: mockvm copies no more than 256 MiB at once\n', 1],
])('%s is refused: the memory of the host is not for the guest to fill', async (line, err, exitCode) => {
  expect(await run(vm, line)).toEqual({ out: '', err, exitCode })
})

test('A text of 300 MB is refused', async () => {
  const line = "printf -v x '%01000000d' 1; y=$x$x$x$x$x$x$x$x$x$x; z=$y$y$y$y$y$y$y$y$y$y; w=$z$z$z; echo never"
  const err = '/bin/bash: line 1: xmalloc: cannot allocate 300000000 bytes\n'
  expect(await run(vm, line)).toEqual({ out: '', err, exitCode: 2 })
})
