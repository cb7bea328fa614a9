import { describe, expect, test } from 'vitest'
import type { Guest } from '../../../src/guest/guest.js'
import type { Ending } from '../../../src/guest/processes.js'
import type { Body } from '../../../src/guest/tasks/stream.js'
import { exec, execResult, startExec } from '../programs/exec.js'
import { bodyGuest } from './body-guest.js'

const SECOND = 1_000_000_000n
const bytes = (text: string) => Buffer.from(text)

const endAtOnce = (ending: Ending): Body =>
  function* (task) {
    yield* task.sleep(0n)
    return ending
  }

/** A program by that name that does what the body does. */
const running = (body: Body, changes = {}): { guest: Guest; pid: number } => {
  const guest = bodyGuest({ main: body }, changes)
  return { guest, pid: startExec(guest, ['/bin/main']) }
}

describe('a pipe between two processes', () => {
  test('hands on what is written as it comes, and ends when its writer has gone', () => {
    const writer: Body = function* (task) {
      yield* task.write(1, bytes('one'))
      yield* task.sleep(SECOND)
      yield* task.write(1, bytes('two'))
      return { exitCode: 0 }
    }
    const got: string[] = []
    const { guest, pid } = running(function* (task) {
      const { reader, writer: output } = task.pipe()
      task.descriptors.set(3, reader)
      task.fork(writer, { descriptors: { 1: output, 3: null } })
      for (;;) {
        const part = yield* task.read(3)
        got.push(`${task.guest.clock.inGuest() / SECOND} ${Buffer.from(part)}`)
        if (part.length === 0) return { exitCode: 0 }
      }
    })
    expect(execResult(guest, pid)).toBeUndefined()
    guest.clock.advance(SECOND)
    expect(got).toEqual(['0 one', '1 two', '1 '])
    expect(execResult(guest, pid)).toEqual({ stdout: '', stderr: '', exitCode: 0 })
  })

  test('holds up a writer when it is full, and ends it with SIGPIPE when nobody reads any more', () => {
    let written = 0
    const writer: Body = function* (task) {
      for (;;) {
        yield* task.write(1, new Uint8Array(4096))
        written += 4096
      }
    }
    const { guest, pid } = running(function* (task) {
      const { reader, writer: output } = task.pipe()
      task.descriptors.set(3, reader)
      const child = task.fork(writer, { descriptors: { 1: output, 3: null } })
      yield* task.sleep(SECOND)
      const full = written
      yield* task.read(3, 10_000)
      task.descriptors.close(3)
      const ending = yield* task.wait(child.pid)
      yield* task.write(1, bytes(`${full} ${JSON.stringify(ending)}`))
      return { exitCode: 0 }
    })
    guest.clock.advance(SECOND)
    expect(execResult(guest, pid)).toEqual({ stdout: '65536 {"signal":13}', stderr: '', exitCode: 0 })
  })
})

describe('a process that has ended', () => {
  test('is a zombie until its parent waits for it', () => {
    const { guest, pid } = running(function* (task) {
      const child = task.fork(endAtOnce({ exitCode: 3 }))
      yield* task.sleep(SECOND)
      const ending = yield* task.wait(child.pid)
      yield* task.sleep(SECOND)
      return ending
    })
    const states = () => guest.processes.list().map(process => `${process.pid} ${guest.processes.stateOf(process)}`)
    expect(states()).toEqual(['1 S', '2 S', '3 S', '4 Z'])
    guest.clock.advance(SECOND)
    expect(states()).toEqual(['1 S', '2 S', '3 S'])
    guest.clock.advance(SECOND)
    expect(execResult(guest, pid)).toEqual({ stdout: '', stderr: '', exitCode: 3 })
  })

  test('leaves its children to init, which lets no zombies stand', () => {
    const sleeper: Body = function* (task) {
      yield* task.sleep(SECOND)
      return { exitCode: 0 }
    }
    const { guest } = running(function* (task) {
      task.fork(sleeper)
      task.fork(endAtOnce({ exitCode: 0 }))
      yield* task.sleep(0n)
      return { exitCode: 0 }
    })
    expect(guest.processes.list().map(({ pid, ppid }) => [pid, ppid])).toEqual([
      [1, 0],
      [2, 1],
      [4, 1],
    ])
    guest.clock.advance(SECOND)
    expect(guest.processes.list()).toHaveLength(2)
  })

  test('has a pipe open for as long as a child of it has: what the agent captures is not complete before', () => {
    const { guest, pid } = running(function* (task) {
      task.fork(function* (child) {
        yield* child.sleep(SECOND)
        yield* child.write(1, bytes('late'))
        return { exitCode: 0 }
      })
      yield* task.write(1, bytes('early '))
      return { exitCode: 7 }
    })
    expect(execResult(guest, pid)).toBeUndefined()
    guest.clock.advance(SECOND)
    expect(execResult(guest, pid)).toEqual({ stdout: 'early late', stderr: '', exitCode: 7 })
  })
})

describe('signals', () => {
  const sleeper: Body = function* (task) {
    yield* task.sleep(10n * SECOND)
    return { exitCode: 0 }
  }

  test('end a process that waits', () => {
    const { guest, pid } = running(sleeper)
    guest.processes.signal(pid, 15)
    expect(execResult(guest, pid)).toEqual({ stdout: '', stderr: '', signal: 15 })
  })

  test('that are ignored, or mean nothing, do not', () => {
    const { guest, pid } = running(function* (task) {
      task.dispositions.set(15, 'ignore')
      return yield* sleeper(task)
    })
    for (const signal of [0, 15, 17, 18, 23, 28]) guest.processes.signal(pid, signal)
    guest.clock.advance(10n * SECOND)
    expect(execResult(guest, pid)).toEqual({ stdout: '', stderr: '', exitCode: 0 })
  })

  test('that are caught wait to be looked at', () => {
    const { guest, pid } = running(function* (task) {
      task.dispositions.set(10, 'catch')
      yield* task.waitForAny()
      return { exitCode: task.pending[0] ?? 0 }
    })
    guest.processes.signal(pid, 10)
    expect(execResult(guest, pid)).toEqual({ stdout: '', stderr: '', exitCode: 10 })
  })

  test('stop a process until it is continued, and nothing keeps SIGKILL from it', () => {
    const { guest, pid } = running(sleeper)
    guest.processes.signal(pid, 19)
    guest.clock.advance(20n * SECOND)
    expect(guest.processes.get(pid)?.isStopped).toBe(true)
    expect(execResult(guest, pid)).toBeUndefined()
    guest.processes.signal(pid, 18)
    expect(execResult(guest, pid)).toEqual({ stdout: '', stderr: '', exitCode: 0 })
    const again = running(function* (task) {
      task.dispositions.set(9, 'ignore')
      return yield* sleeper(task)
    })
    again.guest.processes.signal(again.pid, 19)
    again.guest.processes.signal(again.pid, 9)
    expect(execResult(again.guest, again.pid)).toEqual({ stdout: '', stderr: '', signal: 9 })
  })

  test('end a process that sends them to itself', () => {
    const { guest, pid } = running(function* (task) {
      task.kill(task.pid, 11)
      yield* task.write(1, bytes('never'))
      return { exitCode: 0 }
    })
    expect(execResult(guest, pid)).toEqual({ stdout: '', stderr: '', signal: 11 })
  })
})

describe('a frozen file system', () => {
  const mounts = [
    { source: 'vda1', path: '/', type: 'ext4', options: 'rw', size: 0n, used: 0n, trim: 0n } as const,
    { source: 'tmpfs', path: '/run', type: 'tmpfs', options: 'rw', size: 0n, used: 0n, trim: 0n } as const,
  ]
  const root = (guest: Guest) => guest.mounts.table[0] ?? expect.fail('no root')

  test('holds up who would write to it, whom nothing can end before it is thawed', () => {
    const { guest, pid } = running(
      function* (task) {
        yield* task.sleep(SECOND)
        const fd = task.descriptors.add(yield* task.open('/out', { read: false, write: true, create: true }))
        yield* task.write(fd, bytes('done'))
        return { exitCode: 0 }
      },
      { mounts },
    )
    guest.mounts.freeze(root(guest))
    guest.clock.advance(SECOND)
    expect(guest.processes.get(pid)).toMatchObject({ isBlocked: true })
    guest.processes.signal(pid, 9)
    expect(execResult(guest, pid)).toBeUndefined()
    guest.mounts.thaw(root(guest))
    expect(execResult(guest, pid)).toEqual({ stdout: '', stderr: '', signal: 9 })
    expect(guest.files.exists('/out')).toBe(false)
  })

  test('is written to as if nothing had been, once it is thawed', () => {
    const guest = bodyGuest({}, { mounts, builtins: ['/bin/touch', '/bin/cat'] })
    guest.mounts.freeze(root(guest))
    const touch = startExec(guest, ['/bin/touch', '/a'])
    expect(exec(guest, ['/bin/cat', '/etc/hostname']).exitCode).toBe(0)
    expect(exec(guest, ['/bin/touch', '/run/a']).exitCode).toBe(0)
    expect(execResult(guest, touch)).toBeUndefined()
    guest.mounts.thaw(root(guest))
    expect(execResult(guest, touch)).toEqual({ stdout: '', stderr: '', exitCode: 0 })
    expect(guest.files.exists('/a')).toBe(true)
  })

  test('lets the host change its files all the same', () => {
    const guest = bodyGuest({}, { mounts })
    guest.mounts.freeze(root(guest))
    guest.files.writeFile('/a', 'x')
    expect(guest.files.readFile('/a', 'utf8')).toBe('x')
  })
})

describe('a process that never rests', () => {
  test('counts as running, lets others go on, and takes longer and longer turns', () => {
    let rounds = 0
    const { guest, pid } = running(function* (task) {
      for (;;) {
        rounds++
        yield* task.work()
      }
    })
    expect(guest.processes.stateOf(guest.processes.get(pid) ?? expect.fail())).toBe('R')
    const first = rounds
    guest.clock.advance(3600n * SECOND)
    expect(rounds).toBeGreaterThan(first)
    expect(rounds).toBeLessThan(first * 100)
    guest.processes.signal(pid, 9)
    expect(execResult(guest, pid)).toEqual({ stdout: '', stderr: '', signal: 9 })
  })

  test('finds no more processes than there may be', () => {
    const { guest, pid } = running(function* (task) {
      let count = 0
      try {
        for (;;) {
          task.fork(child => child.pause())
          count++
        }
      } catch (error) {
        yield* task.write(1, bytes(`${count} ${(error as Error).message}`))
      }
      for (const child of task.children) task.kill(child, 9)
      return { exitCode: 0 }
    })
    expect(execResult(guest, pid)).toEqual({
      stdout: '999 EAGAIN: Resource temporarily unavailable',
      stderr: '',
      exitCode: 0,
    })
  })
})

describe('a snapshot', () => {
  test('holds programs that do nothing but wait for their end', () => {
    const guest = bodyGuest({}, { builtins: ['/bin/sleep'] })
    const pid = startExec(guest, ['/bin/sleep', '5'])
    const snapshot = guest.snapshot()
    guest.processes.signal(pid, 9)
    expect(execResult(guest, pid)).toEqual({ stdout: '', stderr: '', signal: 9 })
    guest.restore(snapshot)
    expect(execResult(guest, pid)).toBeUndefined()
    guest.clock.advance(5n * SECOND)
    expect(execResult(guest, pid)).toEqual({ stdout: '', stderr: '', exitCode: 0 })
  })

  test('is refused while a process is in the middle of something', () => {
    const { guest } = running(function* (task) {
      yield* task.sleep(SECOND)
      return { exitCode: 0 }
    })
    expect(() => guest.snapshot()).toThrow(
      'snapshot: expected programs that do nothing but wait for their end, but process 3 (/bin/main) is in the middle of something; let it end first',
    )
    guest.clock.advance(SECOND)
    expect(() => guest.snapshot()).not.toThrow()
  })
})

test('who is outside is told when nothing of the guest is left to be done, and may begin anew', () => {
  const guest = bodyGuest({}, { builtins: ['/bin/true'] })
  const request = { path: '/bin/true', args: [], environ: [], searchPath: undefined, cwd: '/', user: 'root' }
  const told: string[] = []
  guest.children.run(request, () => {
    told.push('first')
    guest.children.run(request, () => told.push('second'))
    told.push('third')
  })
  expect(told).toEqual(['first', 'second', 'third'])
})

test('a mistake in a program ends it, and is seen', async () => {
  const warned = new Promise(resolve => process.once('warning', resolve))
  const { guest, pid } = running(function* (task) {
    yield* task.sleep(0n)
    throw new Error('a mistake')
  })
  expect(execResult(guest, pid)).toEqual({ stdout: '', stderr: '', exitCode: 255 })
  expect(await warned).toMatchObject({ message: 'a mistake' })
})
