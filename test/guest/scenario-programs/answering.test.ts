import { describe, expect, test } from 'vitest'
import type { Ending } from '../../../src/guest/processes.js'
import { createVm } from '../../../src/index.js'
import { output, run, start, status, vmWith } from './run.js'

const RUNS = { exited: false }

test('slices are printed one after the other, and are all there in the end', async () => {
  await using vm = await vmWith([
    {
      match: 'prog',
      output: [{ stdout: 'a' }, { after: '1s', stdout: 'b', stderr: 'e' }, { after: '2s', stdout: '{{ time +%S }}' }],
      after: '1s',
      exitCode: 3,
    },
  ])
  const pid = await start(vm, 'prog')
  const killed = await start(vm, 'prog')
  expect(await status(vm, pid)).toEqual(RUNS)
  vm.advance('1s')
  vm.guest.processes.kill(Number(killed), 9)
  expect(await status(vm, killed)).toEqual({ exited: true, signal: 9n, out: 'ab', err: 'e' })
  vm.advance('2s')
  expect(await status(vm, pid)).toEqual(RUNS)
  vm.advance('1s')
  expect(await status(vm, pid)).toEqual({ exited: true, exitcode: 3n, out: 'ab03', err: 'e' })
})

test('what was printed before it was killed is there', async () => {
  await using vm = await vmWith([{ match: 'prog', output: [{ stdout: 'a' }, { after: '5s', stdout: 'b' }] }])
  const [early, late] = [await start(vm, 'prog'), await start(vm, 'prog')]
  vm.guest.processes.kill(Number(early), 9)
  expect(await status(vm, early)).toEqual({ exited: true, signal: 9n, out: 'a' })
  vm.advance('5s')
  expect(await status(vm, late)).toEqual({ exited: true, exitcode: 0n, out: 'ab' })
})

describe('repeat', () => {
  test('with every: once a period, until it is killed', async () => {
    await using vm = await vmWith([
      { match: 'watch', stdout: 'start\n', repeat: { every: '2s', stdout: '{{ round }} {{ time +%T }}\n' } },
    ])
    const pid = await start(vm, 'watch')
    vm.advance('5s')
    expect(await status(vm, pid)).toEqual(RUNS)
    vm.guest.processes.signal(Number(pid), 15)
    expect(await status(vm, pid)).toEqual({ exited: true, signal: 15n, out: 'start\n1 00:00:02\n2 00:00:04\n' })
  })

  test('with times: it ends after the last', async () => {
    await using vm = await vmWith([
      { match: 'prog', repeat: { every: '1s', times: 3, stdout: '.', stderr: '!' }, exitCode: 4 },
      { match: 'quick', repeat: { times: 3, stdout: '{{ round }}', stderr: '!' } },
    ])
    const pid = await start(vm, 'prog')
    vm.advance('2999ms')
    expect(await status(vm, pid)).toEqual(RUNS)
    vm.advance('1ms')
    expect(await status(vm, pid)).toEqual({ exited: true, exitcode: 4n, out: '...', err: '!!!' })
    expect(await run(vm, 'quick')).toEqual({ exited: true, exitcode: 0n, out: '123', err: '!!!' })
  })

  test('without every: as much as anybody reads, and the agent keeps 16 MiB of it', async () => {
    await using vm = await vmWith([{ match: 'chatter', repeat: { stdout: 'y\n' } }])
    const pid = await start(vm, 'chatter')
    expect(await status(vm, pid)).toEqual(RUNS)
    vm.advance('1h')
    expect(await status(vm, pid)).toEqual(RUNS)
    vm.guest.processes.signal(Number(pid), 9)
    const { out, ...rest } = await status(vm, pid)
    expect(rest).toEqual({ exited: true, signal: 9n, 'out-truncated': false })
    expect(out).toBe('y\n'.repeat(8 << 20))
  })

  test('output of a size can be repeated too', async () => {
    await using vm = await vmWith([
      { match: 'blocks', repeat: { stdout: { size: '1MiB', fill: { text: 'block\n' } } } },
    ])
    const pid = await start(vm, 'blocks')
    vm.guest.processes.signal(Number(pid), 15)
    const { out, ...rest } = await status(vm, pid)
    expect(rest).toEqual({ exited: true, signal: 15n, 'out-truncated': false })
    expect(String(out).slice(0, 18)).toBe('block\nblock\nblock\n')
    expect(String(out)).toHaveLength(16 << 20)
  })
})

test('a reader that has enough ends what has no end', async () => {
  await using vm = await vmWith([{ match: 'chatter', repeat: { stdout: 'y\n' } }])
  const { tasks } = vm.guest
  const { reader, writer } = tasks.pipe()
  const endings: Ending[] = []
  reader.hold()
  tasks.launch(
    {
      ...{ path: 'chatter', argv: ['chatter'], environ: ['PATH=/usr/local/bin'], cwd: '/', user: 'root', ppid: 1 },
      descriptors: { 1: writer },
    },
    () => false,
    () => ending => endings.push(ending),
  )
  expect(Buffer.from(reader.read(6)).toString()).toBe('y\ny\ny\n')
  vm.advance('1h')
  expect(endings).toEqual([])
  reader.release()
  expect(endings).toEqual([{ signal: 13 }])
})

describe('much output', () => {
  test.each([
    ['16MiB', 16 << 20, false],
    ['16777217', 16 << 20, true],
    ['32MiB', 16 << 20, true],
  ] as const)('of %s is there at once', async (size, kept, isCut) => {
    await using vm = await vmWith([{ match: 'much', stdout: { size, fill: { text: 'abc' } } }])
    const { out, ...rest } = await run(vm, 'much')
    expect(rest).toEqual({ exited: true, exitcode: 0n, ...(isCut && { 'out-truncated': false }) })
    expect(out === 'abc'.repeat(kept / 3 + 1).slice(0, kept)).toBe(true)
  })

  test('of any size ends, and takes its time', async () => {
    await using vm = await vmWith([{ match: 'much', stdout: { size: '1GiB' } }])
    const pid = await start(vm, 'much')
    expect(await status(vm, pid)).toEqual(RUNS)
    vm.advance('1h')
    const { out, ...rest } = await status(vm, pid)
    expect(rest).toEqual({ exited: true, exitcode: 0n, 'out-truncated': false })
    expect(String(out)).toHaveLength(16 << 20)
  })

  test('by chance is the same for a seed, however long', async () => {
    await using vm = await vmWith([
      { match: 'noise --more', stdout: { size: 200_000, fill: 'random' } },
      { match: 'noise', stdout: { size: 20, fill: 'random' } },
    ])
    const more = await output(vm, 'noise --more')
    expect(await output(vm, 'noise --more')).toBe(more)
    expect(await output(vm, 'noise')).not.toBe(more)
  })
})

describe('after', () => {
  test('a range is drawn from the seed', async () => {
    const took = async () => {
      await using vm = await vmWith([{ match: 'prog', after: { from: '1s', to: '3s' } }])
      const pids = [await start(vm, 'prog'), await start(vm, 'prog'), await start(vm, 'prog')]
      const ends: bigint[] = []
      for (const pid of pids) vm.guest.processes.onEnd(Number(pid), () => ends.push(vm.guest.clock.monotonic()))
      vm.advance('1s')
      expect(ends).toEqual([])
      vm.advance('2s')
      return ends
    }
    const ends = await took()
    expect(new Set(ends).size).toBe(3)
    expect(await took()).toEqual(ends)
  })

  test('a program that only waits for its end lives on in a snapshot', async () => {
    await using vm = await vmWith([{ match: 'prog', stdout: 'done', after: '3s', exitCode: 2 }])
    const pid = await start(vm, 'prog')
    const snapshot = structuredClone(vm.snapshot())
    await using other = await createVm({ scenario: vm.document })
    other.restore(snapshot)
    other.advance('3s')
    expect(await status(other, pid)).toEqual({ exited: true, exitcode: 2n, out: 'done' })
  })
})

test('a signal ends it when it has run so long', async () => {
  await using vm = await vmWith([{ match: 'crash', stderr: 'oh\n', after: '1s', signal: 'SIGSEGV' }])
  const pid = await start(vm, 'crash')
  expect(await status(vm, pid)).toEqual(RUNS)
  vm.advance('1s')
  expect(await status(vm, pid)).toEqual({ exited: true, signal: 11n, err: 'oh\n' })
})

test('while it runs it takes a processor', async () => {
  await using vm = await vmWith([
    { match: 'prog', after: '1m' },
    { path: '/usr/bin/sleep', times: 1, exitCode: 1 },
  ])
  await start(vm, 'prog')
  expect(vm.guest.processes.busyCount).toBe(1)
  await run(vm, 'sleep 60')
  await start(vm, 'sleep 60')
  expect(vm.guest.processes.busyCount).toBe(1)
})
