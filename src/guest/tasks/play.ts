/** A program that is a function, as the body of a process: its input is read first, its output written when it is known. */
import { Errno } from '../errno.js'
import type { Program, ProgramCall, ProgramOutcome } from '../programs/program.js'
import type { Wait } from '../wait.js'
import { isEndless } from './endless.js'
import { FifoNeeded, Fifos } from './fifos.js'
import { DescriptorNeeded, OwnPipes } from './own-pipes.js'
import type { Body } from './stream.js'
import type { Task } from './task.js'

/** Thrown where a program asks for its input before it is there. */
class InputNeeded extends Error {}

/** And where it asks for a line of it. */
class AnswerNeeded extends Error {}

const NEWLINE = 10
const LONGEST_ANSWER = 4096

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
  let answer: Uint8Array | undefined
  const call: ProgramCall = {
    ...{ argv, environ, env, cwd, pid, cred, guest },
    get stdin() {
      if (input === undefined) throw new InputNeeded()
      if (input instanceof Errno) throw input
      return input
    },
    get answer() {
      if (answer === undefined) throw new AnswerNeeded()
      return answer
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
        else if (error instanceof AnswerNeeded) answer = yield* answerOf(task)
        else throw error
      }
    }
  } finally {
    fifos.close()
  }
}

/** Nothing of a descriptor that is closed or can't be read; ENOMEM of what has no end. */
function* inputOf(task: Task): Generator<Wait, Uint8Array | Errno, void> {
  if (task.descriptors.has(0) && isEndless(task.descriptors.get(0))) return new Errno('ENOMEM')
  try {
    return yield* task.readAll(0)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    return error.code === 'ENOMEM' ? error : new Uint8Array(0)
  }
}

/** As much of it as there is of a descriptor that ends before the line does, or can't be read. */
function* answerOf(task: Task): Generator<Wait, Uint8Array, void> {
  const bytes: number[] = []
  try {
    while (bytes.length < LONGEST_ANSWER && bytes.at(-1) !== NEWLINE) {
      const [byte] = yield* task.read(0, 1)
      if (byte === undefined) break
      bytes.push(byte)
    }
  } catch (error) {
    if (!(error instanceof Errno)) throw error
  }
  return Uint8Array.from(bytes)
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
