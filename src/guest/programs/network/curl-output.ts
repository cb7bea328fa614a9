/** What curl(1) writes of what it has got, and how it fails. */
import { Errno } from '../../errno.js'
import type { Task } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'
import type { GivenOptions } from '../options.js'
import type { Console } from '../streaming/console.js'

/** What curl calls a failure, with the number that it ends with. */
export class Failure extends Error {
  readonly code: number
  /** Another attempt may help: what the failure is then called. */
  readonly problem: string | undefined

  constructor(code: number, message: string, problem?: string) {
    super(message)
    this.code = code
    this.problem = problem
  }
}

/** Where `-o` and `-O` put it; undefined: to standard output. */
export function* outputOf(
  console: Console,
  options: GivenOptions,
  path: string,
): Generator<Wait, string | undefined, void> {
  const output = options.has('O') ? path.slice(path.lastIndexOf('/') + 1) : options.value('o')
  if (output !== '') return output === '-' ? undefined : output
  if (!options.has('s')) yield* console.say('curl: Remote file name has no length!\n')
  throw new Failure(23, 'Failed writing received data to disk/application')
}

export function* writeOutput(
  console: Console,
  output: string | undefined,
  bytes: Uint8Array,
): Generator<Wait, void, void> {
  if (output === undefined) yield* console.print(bytes)
  else yield* writeTo(console.task, output, bytes)
}

function* writeTo(task: Task, name: string, bytes: Uint8Array): Generator<Wait, void, void> {
  try {
    const flags = { read: false, write: true, create: true, truncate: true }
    const fd = task.descriptors.add(yield* task.open(name, flags, 0o666 & ~task.umask), 3)
    yield* task.write(fd, bytes)
    task.descriptors.close(fd)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    throw new Failure(23, 'Failure writing output to destination')
  }
}
