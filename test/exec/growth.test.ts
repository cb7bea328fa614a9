/** What grows without end, or is long work, lets others go on, and ends where the memory does. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Vm } from '../../src/index.js'
import { debian, isRunning, output, run, start } from './shell-host.js'

let vm: Vm

beforeEach(async () => {
  vm = await debian()
})

afterEach(() => vm.close())

test.each([
  "echo x | sed ':a;s/x/xx/;ba'",
  "echo x | sed ':a;s/x/xx/;ta'",
  'yes > /tmp/f',
  'seq 1000000000 > /dev/null',
  'seq 1 0.0000001 2 > /dev/null',
  'while :; do echo aaa; done > /tmp/f',
  'awk \'BEGIN { x = "ab"; for (i = 0; i < 20; i++) x = x x; while (1) gsub(/b/, "b", x) }\'',
])('%s lets others go on', async line => {
  const pid = await start(vm, line)
  expect(await isRunning(vm, pid)).toBe(true)
  expect(await output(vm, 'echo there')).toBe('there\n')
})

test('what is written in one turn is bounded, and goes on as time passes', async () => {
  await start(vm, 'yes > /tmp/f')
  const first = Number(await output(vm, 'stat -c %s /tmp/f'))
  expect(first).toBeGreaterThan(1 << 20)
  expect(first).toBeLessThan(64 << 20)
  vm.advance('20ms')
  expect(Number(await output(vm, 'stat -c %s /tmp/f'))).toBeGreaterThan(first)
})

const AWK_EXHAUSTED = 'awk: run time error: out of memory\n\tFILENAME="" FNR=0 NR=0\n'

describe('a text of more than 256 MiB', () => {
  test.each([
    ['awk \'BEGIN { x = "a"; while (1) x = x x }\'', AWK_EXHAUSTED, 2],
    ['awk \'BEGIN { x = "a"; while (1) x = sprintf("%s%s", x, x) }\'', AWK_EXHAUSTED, 2],
    ['awk \'BEGIN { x = sprintf("%300000000d", 1) }\'', AWK_EXHAUSTED, 2],
    ["echo x | sed ':a;s/.*/&&/;ta'", 'sed: memory exhausted\n', 1],
    ["echo x | sed ':a;G;h;ba'", 'sed: memory exhausted\n', 1],
  ])('%s is refused', async (line, err, exitCode) => {
    expect(await run(vm, line)).toEqual({ out: '', err, exitCode })
  })
})
