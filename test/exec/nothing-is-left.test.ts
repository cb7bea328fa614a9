/** Many programs leave nothing behind but what they wrote. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createVm, type Vm } from '../../src/index.js'
import { debian, output, run } from './shell-host.js'

const LINES = [
  'echo one; ls / | grep etc | wc -l',
  'for i in 1 2 3; do (echo $i) | cat; done',
  'x=$(date +%s); echo <(true) "$x" > /dev/null',
  'exec 7< /etc/passwd 8> /tmp/out; read -u 7 line; echo "$line" >&8',
  'sleep 0 & wait; kill -9 $$',
  'cd /nowhere || /no/such/program',
  'sh -c "exit 3" | (read x; exit 4)',
  'trap "rm -f /tmp/made" EXIT; mktemp -p /tmp -u; touch /tmp/made; false',
  'sleep 5 & disown; exit 0',
  'cat <<< here; set -e; false; echo never',
]

let vm: Vm

beforeAll(async () => {
  vm = await debian()
})

afterAll(() => vm.close())

/** The processes, with what is open in them. */
function table(): unknown[] {
  const { processes, tasks } = vm.guest
  return processes.list().map(({ pid, argv }) => [pid, argv, tasks.get(pid) !== undefined])
}

test('After 1,000 shells processes, open files and results are as before', async () => {
  const before = table()
  const disk = await output(vm, 'df --output=iused / /tmp; ls /tmp')
  expect(table()).toEqual(before)
  for (let i = 0; i < 1000; i++) await run(vm, LINES[i % LINES.length] ?? '')
  vm.advance('1m')
  expect(table()).toEqual(before)
  expect(vm.guest.children.snapshot()).toEqual([])
  expect(() => vm.guest.tasks.checkSettled()).not.toThrow()
  await output(vm, 'rm /tmp/out')
  expect(await output(vm, 'df --output=iused / /tmp; ls /tmp')).toBe(disk)
  expect(await output(vm, 'ls /proc/self/fd')).toBe('0\n1\n2\n3\n')
  vm.snapshot()
})

/** Bytes that are in use once all garbage is gone. */
function heap(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

test('Nor does the heap grow', async () => {
  const COUNT = 500
  // A journal of what happened would be what grows.
  await using silent = await createVm({
    scenario: { extends: 'debian-12' },
    clock: { mode: 'manual' },
    keepEvents: false,
  })
  const runAll = async () => {
    for (let i = 0; i < COUNT; i++) await run(silent, LINES[i % LINES.length] ?? '')
    silent.advance('1m')
  }
  await runAll()
  const before = heap()
  await runAll()
  // A single process that stayed would take more than that.
  expect((heap() - before) / COUNT).toBeLessThan(1024)
})

test.each([
  ['running', 'exec sleep 3600'],
  ['that nobody asks about', 'echo done'],
])('Programs %s are kept until they are asked for', async (_, line) => {
  const { pid } = await vm.call('guest-exec', { path: '/bin/bash', arg: ['-c', line] })
  expect(vm.guest.children.snapshot()).toHaveLength(1)
  vm.advance('1h')
  expect(vm.guest.children.snapshot()).toHaveLength(1)
  expect(await vm.call('guest-exec-status', { pid })).toEqual({ exited: true, exitcode: 0n })
  expect(vm.guest.children.snapshot()).toEqual([])
  await expect(vm.call('guest-exec-status', { pid })).rejects.toThrow("Invalid parameter 'pid'")
})
