/** Fifos: who opens one waits for the other end, as real shells on Linux answered (vectors/fifo.json). */
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Vm } from '../../src/index.js'
import { debian, download, isRunning, outcome, output, type Ran, run, start, upload } from './shell-host.js'

const recorded: readonly ({ readonly shell: string; readonly line: string } & Ran)[] = JSON.parse(
  readFileSync(new URL('vectors/fifo.json', import.meta.url), 'utf8'),
)

let vm: Vm

beforeEach(async () => {
  vm = await debian()
  await output(vm, 'mkdir /tmp/t; mkfifo /tmp/t/f')
})

afterEach(() => vm.close())

describe.each(['/bin/bash', '/bin/sh'])('%s does as on Linux', path => {
  const cases = recorded.filter(({ shell }) => shell === path)
  test.each(cases)('$line', async ({ line, shell, ...ran }) => {
    expect(await run(vm, `cd /tmp/t; ${line}`, { path: shell })).toEqual(ran)
  })
})

test('Who waits for the other end sleeps, takes no time of a processor, and is ended by a signal', async () => {
  const pid = await start(vm, 'exec cat /tmp/t/f')
  vm.advance('1h')
  expect(await output(vm, `ps -o stat= -p ${pid}`)).toBe('Ss\n')
  expect(await output(vm, `kill ${pid}`)).toBe('')
  expect(await outcome(vm, pid)).toEqual({ out: '', err: '', signal: 15 })
})

test('A reader that was killed while it waited is no reader', async () => {
  const pid = await start(vm, 'exec cat /tmp/t/f')
  await output(vm, `kill -9 ${pid}`)
  await expect(vm.call('guest-file-open', { path: '/tmp/t/f', mode: 'w' })).rejects.toThrow('No such device or address')
})

describe('the agent never waits', () => {
  test('It opens for reading at once, and for writing when somebody reads, or waits to', async () => {
    await expect(vm.call('guest-file-open', { path: '/tmp/t/f', mode: 'w' })).rejects.toThrow(
      "failed to open file '/tmp/t/f' (mode: 'w'): No such device or address",
    )
    const handle = await vm.call('guest-file-open', { path: '/tmp/t/f' })
    expect(await vm.call('guest-file-read', { handle })).toEqual({ count: 0n, 'buf-b64': '', eof: true })
    await vm.call('guest-file-close', { handle })
    const pid = await start(vm, 'exec cat /tmp/t/f')
    await upload(vm, '/tmp/t/f', 'from outside\n')
    expect(await outcome(vm, pid)).toEqual({ out: 'from outside\n', err: '', exitCode: 0 })
  })

  test('What it opens lets a writer go on that waits for a reader', async () => {
    const pid = await start(vm, 'echo from inside > /tmp/t/f; echo written')
    expect(await isRunning(vm, pid)).toBe(true)
    const handle = await vm.call('guest-file-open', { path: '/tmp/t/f' })
    expect(await vm.call('guest-file-read', { handle })).toMatchObject({ count: 12n })
    await vm.call('guest-file-close', { handle })
    expect(await outcome(vm, pid)).toEqual({ out: 'written\n', err: '', exitCode: 0 })
  })
})

test('A program that has to be called again for what a fifo holds leaves no file open', async () => {
  const pid = await start(vm, 'cd /tmp/t; echo data | dd of=f status=none; echo written')
  await output(vm, 'cat /tmp/t/f')
  expect(await outcome(vm, pid)).toEqual({ out: 'written\n', err: '', exitCode: 0 })
  await expect(vm.call('guest-file-open', { path: '/tmp/t/f', mode: 'w' })).rejects.toThrow('No such device or address')
})

test('A guest that is restored while somebody waits has neither the one who waits nor the other end', async () => {
  const before = vm.snapshot()
  const pid = await start(vm, 'cat /tmp/t/f & cat > /tmp/t/copy < /tmp/t/f')
  vm.restore(before)
  expect(vm.guest.processes.get(Number(pid))).toBeUndefined()
  await output(vm, '(echo again > /tmp/t/f) & cat /tmp/t/f > /tmp/t/copy')
  expect(await download(vm, '/tmp/t/copy')).toBe('again\n')
})
