/** One request on its way through the agent: read when its turn comes, then run, perhaps with waits, to its outcome. */
import type { CommandDefinition } from '../commands/define.js'
import type { Wait } from '../guest/wait.js'
import type { JsonValue } from '../json/value.js'
import type { CommandRequest } from '../qapi/request.js'
import type { Request } from './dispatch.js'

export interface Task {
  /** What it asks for. */
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
  /** The member `id` of the request, which the reply repeats. */
  readonly echo: JsonValue | undefined
  command: CommandDefinition | undefined
  /** Its result is JSON that no command made. */
  isForged = false
  readonly #onOutcome: (outcome: TaskOutcome) => void
  #isAbandoned = false

  constructor(task: Task, request: CommandRequest, id: number, onOutcome: (outcome: TaskOutcome) => void) {
    this.task = task
    this.name = request.name
    this.echo = request.echo
    this.id = id
    this.#onOutcome = onOutcome
  }

  get isAbandoned(): boolean {
    return this.#isAbandoned
  }

  /** Runs to the end, or to the first wait. */
  start(run: () => unknown): void {
    goThrough(run, this)
  }

  /** Its process is gone: whatever it waits for, nothing comes of it. */
  abandon(): void {
    this.#isAbandoned = true
  }

  told(outcome: TaskOutcome): void {
    if (!this.#isAbandoned) this.#onOutcome(outcome)
  }
}

interface Follower {
  /** Nothing shall come of it any more. */
  readonly isAbandoned: boolean
  told(outcome: TaskOutcome): void
}

/** Runs it to its end, through what it waits for. */
export function goThrough(run: () => unknown, follower: Follower): void {
  const started = attempt(run)
  if ('error' in started || !isGenerator(started.result)) follower.told(started)
  else step(started.result, follower)
}

function step(generator: Generator<Wait, unknown, void>, follower: Follower): void {
  if (follower.isAbandoned) return
  const next = attempt(() => generator.next())
  if ('error' in next) follower.told(next)
  else if (next.result.done === true) follower.told({ result: next.result.value })
  else next.result.value(() => step(generator, follower))
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
