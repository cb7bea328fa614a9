/** One request on its way through the agent: read when its turn comes, then run, perhaps with waits, to its outcome. */
import type { CommandDefinition } from '../commands/define.js'
import type { Wait } from '../guest/wait.js'
import type { Request } from './dispatch.js'

export interface Task {
  /** Throws QapiError when it is no request. */
  readonly read: () => Request
  /** Where the outcome goes instead of the wire. */
  readonly settle?: { readonly resolve: (result: unknown) => void; readonly reject: (error: unknown) => void }
}

/** The agent's process called abort(3). */
export class AgentAborted extends Error {}

export type TaskOutcome = { readonly result: unknown } | { readonly error: unknown }

export class TaskRun {
  readonly task: Task
  readonly name: string
  readonly id: number
  command: CommandDefinition | undefined
  /** Its result is JSON that no command made. */
  isForged = false
  readonly #onOutcome: (outcome: TaskOutcome) => void
  #isAbandoned = false

  constructor(task: Task, name: string, id: number, onOutcome: (outcome: TaskOutcome) => void) {
    this.task = task
    this.name = name
    this.id = id
    this.#onOutcome = onOutcome
  }

  get isAbandoned(): boolean {
    return this.#isAbandoned
  }

  /** Runs to the end, or to the first wait. */
  start(run: () => unknown): void {
    const started = attempt(run)
    if ('error' in started) this.#settle(started)
    else if (isGenerator(started.result)) this.#step(started.result)
    else this.#settle(started)
  }

  /** Its process is gone: whatever it waits for, nothing comes of it. */
  abandon(): void {
    this.#isAbandoned = true
  }

  #step(generator: Generator<Wait, unknown, void>): void {
    if (this.#isAbandoned) return
    const step = attempt(() => generator.next())
    if ('error' in step) this.#settle(step)
    else if (step.result.done === true) this.#settle({ result: step.result.value })
    else step.result.value(() => this.#step(generator))
  }

  #settle(outcome: TaskOutcome): void {
    if (!this.#isAbandoned) this.#onOutcome(outcome)
  }
}

function attempt<T>(work: () => T): { readonly result: T } | { readonly error: unknown } {
  try {
    return { result: work() }
  } catch (error) {
    return { error }
  }
}

export function isGenerator(value: unknown): value is Generator<Wait, unknown, void> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value && 'next' in value
}
