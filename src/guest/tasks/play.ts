/** A program that is a function, as the body of a process: its input is read first, its output written when it is known. */
import { Errno } from '../errno.js'
import type { Program, ProgramCall, ProgramOutcome } from '../programs/program.js'
import type { Wait } from '../wait.js'
import { endlessKind } from './endless.js'
import { FifoNeeded, Fifos } from './fifos.js'
import { DescriptorNeeded, OwnPipes } from './own-pipes.js'
import type { Body } from './stream.js'
import type { Task } from './task.js'

/** Thrown where a program asks for its input before it is there. */
class InputNeeded extends Error {}

export function play(program: Program): Body {
  return function* (task) {
    const outcome = yield* outcomeOf(program, task)
    yield* writeOut(task, outcome)
    const { duration = 0n, signal, exitCode = 0, execute } = outcome
    if (execute !== undefined) return yield* task.become(execute, execute.environ)
    const ending = signal === undefined ? { exitCode } : { signal }
    if (duration === 0n) return ending
    return yield* task.settle(duration, ending)
  }
}

/** Called anew with its input, or what a fifo holds, when it turns out to read any: until then it has done nothing. */
function* outcomeOf(program: Program, task: Task): Generator<Wait, ProgramOutcome, void> {
  const { argv, environ, env, cwd, pid, cred, guest } = task
  let input: Uint8Array | Errno | undefined
  const call: ProgramCall = {
    ...{ argv, environ, env, cwd, pid, cred, guest },
    get stdin() {
      if (input === undefined) throw new InputNeeded()
      if (input instanceof Errno) throw input
      return input
    },
    get stdinStat() {
      return task.descriptors.has(0) ? task.descriptors.get(0).file?.stat() : undefined
    },
  }
  const fifos = new Fifos(task)
  const pipes = new OwnPipes(task)
  try {
    for (;;) {
      try {
        return yield* task.call(() => guest.files.withFifos(fifos.open, () => program(call), pipes))
      } catch (error) {
        if (error instanceof FifoNeeded) yield* fifos.provide(error.fifo)
        else if (error instanceof DescriptorNeeded) yield* pipes.provide(error.fd)
        else if (error instanceof InputNeeded) input = yield* inputOf(task)
        else throw error
      }
    }
  } finally {
    fifos.close()
  }
}

/** Nothing of a descriptor that is closed or can't be read; ENOMEM of what has no end. */
function* inputOf(task: Task): Generator<Wait, Uint8Array | Errno, void> {
  if (task.descriptors.has(0) && endlessKind(task.descriptors.get(0)) !== undefined) return new Errno('ENOMEM')
  try {
    return yield* task.readAll(0)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    return error.code === 'ENOMEM' ? error : new Uint8Array(0)
  }
}

function* writeOut(task: Task, { stdout, stderr, merged }: ProgramOutcome): Generator<Wait, void, void> {
  const { descriptors } = task
  const isShared = descriptors.has(1) && descriptors.has(2) && descriptors.get(1) === descriptors.get(2)
  if (isShared && merged !== undefined) {
    yield* write(task, 1, merged())
    return
  }
  // Of one that doesn't tell the order: errors come first, and output when its buffer is full.
  yield* write(task, 2, toBytes(stderr))
  yield* write(task, 1, toBytes(stdout))
}

/** Into a descriptor that is closed nothing is written. */
function* write(task: Task, fd: number, bytes: Uint8Array): Generator<Wait, void, void> {
  if (bytes.length > 0 && task.descriptors.has(fd)) yield* task.write(fd, bytes)
}

function toBytes(output: string | Uint8Array = ''): Uint8Array {
  return typeof output === 'string' ? Buffer.from(output, 'utf8') : output
}
