/** A program of the scenario at work: what it prints and when, what it brings about, and how it ends. */
import type { Effect } from '../config.js'
import { Errno } from '../errno.js'
import type { Ending } from '../processes.js'
import type { Task } from '../tasks/task.js'
import type { Wait } from '../wait.js'
import type { Candidate } from './match-command.js'
import type { Outside } from './outside.js'
import { printOnce, STDERR } from './print.js'
import { type Context, renderData, renderText } from './render.js'
import { repeatAtOnce } from './repeat.js'
import { Writer } from './writer.js'

/** What an entry's answer consists of besides what it says itself. */
interface Surroundings {
  readonly task: Task
  readonly context: Context
  readonly outside: Outside
}

/** From beginning to end. Effects of its end come about unless something else has ended it before. */
export function* answer(candidate: Candidate, surroundings: Surroundings): Generator<Wait, Ending, void> {
  const { task, context } = surroundings
  const { effects, signal } = candidate.program
  // All that is known of it is how long it takes: it works all the while.
  task.guest.processes.change(task.pid, { isBusy: true })
  try {
    yield* bringAbout(effects?.start, originOf(candidate, 'start', task), surroundings)
    yield* print(candidate, surroundings)
    const ending = signal === undefined ? { exitCode: exitCodeOf(candidate, context) } : { signal }
    const lasting = lastingOf(candidate, surroundings)
    // All that is left is that its time runs out, which a snapshot can hold.
    if (effects === undefined || effects.end.length === 0) {
      return lasting === 0n ? ending : yield* task.settle(lasting, ending)
    }
    yield* task.sleep(lasting)
    yield* bringAbout(effects.end, originOf(candidate, 'end', task), surroundings)
    return ending
  } catch (error) {
    if (!(error instanceof Errno || error instanceof NoStatus)) throw error
    yield* new Writer(task).write(STDERR, Buffer.from(`mockvm: programs[${candidate.index}]: ${wordsOf(error)}\n`))
    return { exitCode: 1 }
  }
}

/** Not in the midst of a process's own step: it may be the end of that process, or of all. */
function* bringAbout(
  effects: readonly Effect[] = [],
  origin: string,
  surroundings: Surroundings,
): Generator<Wait, void, void> {
  const { task, context, outside } = surroundings
  if (effects.length === 0) return
  const filledIn = renderData(effects, context)
  yield resume =>
    task.guest.tasks.afterwards(() => {
      outside.perform(filledIn, origin)
      resume()
    })
}

/** "programs[8].effects.end of /usr/bin/deploy" */
function originOf({ index }: Candidate, when: 'start' | 'end', { argv }: Task): string {
  return `programs[${index}].effects.${when} of ${argv[0]}`
}

function* print({ program }: Candidate, surroundings: Surroundings): Generator<Wait, void, void> {
  const { stdout, stderr, output = [{ after: 0n, stdout, stderr }], repeat } = program
  const { task, context } = surroundings
  const writer = new Writer(task)
  for (const { after, ...printed } of output) {
    yield* task.sleep(after)
    yield* printOnce(printed, writer, context)
  }
  if (repeat === undefined) return
  const { every, times = Number.POSITIVE_INFINITY } = repeat
  if (every === 0n) return yield* repeatAtOnce(repeat, times, writer, context)
  for (let round = 1; round <= times; round++) {
    yield* task.sleep(every)
    yield* printOnce(repeat, writer, { ...context, round })
  }
}

function lastingOf({ index, program: { after } }: Candidate, { task, outside }: Surroundings): bigint {
  return typeof after === 'bigint' ? after : outside.draw(after, task.guest.random.stream(`programs[${index}].after`))
}

/** A template that gave no number. */
class NoStatus extends Error {}

function exitCodeOf({ program: { exitCode } }: Candidate, context: Context): number {
  if (typeof exitCode === 'number') return exitCode
  const text = renderText(exitCode.template, context).trim()
  if (!/^-?\d{1,10}$/.test(text)) throw new NoStatus(`exitCode: expected a number, got ${JSON.stringify(text)}`)
  // exit(3) takes eight bits of it, ExitProcess() all 32.
  return context.guest.config.family === 'windows' ? Number(text) >>> 0 : Number(text) & 0xff
}

function wordsOf(error: Errno | NoStatus): string {
  if (error instanceof NoStatus) return error.message
  const path = error.message.slice(`${error.code}: ${error.text}, `.length)
  return path === '' ? error.text : `${path}: ${error.text}`
}
