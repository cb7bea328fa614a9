/** One command at a time: the queue of what was asked for, and what becomes of each. */
import type { AgentView } from '../commands/define.js'
import type { Guest } from '../guest/guest.js'
import type { Wait } from '../guest/wait.js'
import { toPlain } from '../json/plain.js'
import type { JsonValue } from '../json/value.js'
import { writeJson } from '../json/write.js'
import { described } from '../qapi/described.js'
import { QapiError } from '../qapi/errors.js'
import type { CommandRequest } from '../qapi/request.js'
import { type Commands, readCommandArguments } from './dispatch.js'
import type { AgentEvent } from './events.js'
import type { Intercept, Interference } from './intercept.js'
import { type Asked, errorLine, type Output, resultJson, successLine } from './reply.js'
import { AgentAborted, isGenerator, type Task, type TaskOutcome, TaskRun } from './task.js'

export interface ExecutorOptions {
  readonly guest: Guest
  readonly agent: AgentView
  readonly emit: (event: AgentEvent) => void
  readonly output: Output
  readonly unanswered?: (asked: Asked) => void
  readonly intercept?: Intercept
  readonly commands: Commands
  /** Whether one may be begun. `isCall`: it came without the wire. */
  readonly mayRun: (isCall: boolean) => boolean
  /** A command called abort(3). */
  readonly onAbort: (reason: string) => void
  /** Called whenever a command is done. */
  readonly onDone: () => void
}

export class Executor {
  readonly #options: ExecutorOptions
  #queue: Task[] = []
  #current: TaskRun | undefined
  /** Whoever has asked for it waits no more. */
  #answered = () => {}
  /** How many commands were begun. Part of the trace, not of the guest's state: never turned back. */
  #count = 0
  /** How often all was abandoned: whoever is told of something may end the process that is in the middle of it. */
  #ends = 0
  #isDraining = false

  constructor(options: ExecutorOptions) {
    this.#options = options
  }

  /** What is being executed. */
  get current(): string | undefined {
    return this.#current?.name
  }

  /** How many wait. */
  get waiting(): number {
    return this.#queue.length
  }

  add(task: Task): void {
    this.#queue.push(task)
    this.drain()
  }

  /** Begins what can begin; false when nothing could. */
  drain(): boolean {
    // A command that is done calls this again: the loop below goes on instead of a deeper one.
    if (this.#isDraining) return false
    const { clock } = this.#options.guest
    this.#isDraining = true
    let began = false
    try {
      for (let task = this.#next; this.#current === undefined && task !== undefined; task = this.#next) {
        if (clock.mode === 'step') {
          // Time that passes may bring the end of the process: the task is still in the queue, which ends with it.
          clock.request()
          task = this.#next
          if (task === undefined) break
        }
        if (task === this.#queue[0]) this.#queue.shift()
        else this.#queue.splice(this.#queue.indexOf(task), 1)
        began = true
        this.#begin(task)
      }
    } finally {
      this.#isDraining = false
    }
    return began
  }

  /** Nothing comes of what is being executed and of what waits; whoever waits for a call is told why. */
  abandon(reason: string): void {
    const lost = [...(this.#current === undefined ? [] : [this.#current.task]), ...this.#queue]
    this.#ends++
    this.#current?.abandon()
    this.#current = undefined
    this.#answered()
    this.#queue = []
    for (const { settle } of lost) settle?.reject(new Error(reason))
  }

  /** What begins next, if anything can. A call does not wait for the wire, whatever requests do that came before it. */
  get #next(): Task | undefined {
    const { mayRun } = this.#options
    const [first] = this.#queue
    if (first === undefined || mayRun(first.settle !== undefined)) return first
    return mayRun(true) ? this.#queue.find(({ settle }) => settle !== undefined) : undefined
  }

  #begin(task: Task): void {
    const request = task.read()
    if (request.kind === 'command') this.#run(task, request)
    else if (request.kind === 'refused') this.#refuse(request.error, request.echo)
    else {
      this.#options.output(`${writeJson(request.value, this.#doubles)}\n`, undefined)
      this.#done()
    }
  }

  get #doubles() {
    return this.#options.agent.behaviour.doubles
  }

  #refuse(error: QapiError, echo: JsonValue | undefined): void {
    const ends = this.#ends
    this.#options.emit({ type: 'refused', error: { class: error.class, desc: error.desc } })
    if (ends === this.#ends) this.#options.output(errorLine(error, this.#doubles, echo), undefined)
    this.#done()
  }

  #run(task: Task, request: CommandRequest): void {
    const { guest, agent, emit, commands, intercept } = this.#options
    const { name, arguments: args } = request
    const id = this.#count++
    const run = new TaskRun(task, request, id, outcome => this.#finish(run, outcome))
    // Before anybody is told of it: what is done to the agent then is done to one that executes this command.
    this.#current = run
    this.#answered = guest.clock.awaited()
    if (task.settle === undefined) emit({ type: 'request', id, name, arguments: args })
    else emit({ type: 'request', id, name, arguments: args, source: 'call' })
    const interference = run.isAbandoned ? undefined : intercept?.(run, args)
    if (run.isAbandoned) return
    const work = () => {
      const { command, args: values } = readCommandArguments(name, args, commands, agent.behaviour)
      run.command = command
      return command.run({ guest, agent }, values)
    }
    if (interference === undefined) run.start(work)
    else {
      // The command may not be run at all, and yet answered for.
      run.command = commands.find(name)
      run.start(() => interfere(run, interference, work))
    }
    // Nothing happens until the clock brings what it waits for.
    guest.clock.stall(() => this.#current === run)
  }

  #finish(run: TaskRun, outcome: TaskOutcome): void {
    if ('error' in outcome) this.#fail(run, outcome.error)
    else this.#succeed(run, outcome.result)
    if (this.#current === run) {
      this.#current = undefined
      this.#answered()
    }
    this.#done()
    this.drain()
  }

  #succeed(run: TaskRun, result: unknown): void {
    const { task, command, name, id } = run
    const { emit, output } = this.#options
    const json = run.isForged || command === undefined ? (result as JsonValue) : resultJson(command, result)
    const answers = command?.successResponse ?? true
    emit(answers ? { type: 'reply', id, name, return: json } : { type: 'reply', id, name })
    if (run.isAbandoned) return
    if (task.settle !== undefined)
      task.settle.resolve(run.isForged ? toPlain(json) : command?.returns && described(command.returns, result))
    else if (answers) output(successLine(command, json, this.#doubles, run.echo), run)
    else this.#options.unanswered?.(run)
  }

  #fail(run: TaskRun, cause: unknown): void {
    const { task, name, id } = run
    const { emit, output, onAbort } = this.#options
    if (cause instanceof AgentAborted) {
      task.settle?.reject(new Error(`the agent died: ${cause.message}`))
      onAbort(cause.message)
      return
    }
    const error = cause instanceof QapiError ? cause : internalError(name, cause)
    emit({ type: 'reply', id, name, error: { class: error.class, desc: error.desc } })
    if (run.isAbandoned) return
    if (task.settle !== undefined) task.settle.reject(error)
    else output(errorLine(error, this.#doubles, run.echo), run)
  }

  #done(): void {
    this.#options.onDone()
    if (this.#current === undefined) this.#options.guest.clock.idle()
  }
}

/** A command that something meddles with: it waits first, and may come to nothing. */
function* interfere(
  run: TaskRun,
  { waits, instead, crash }: Interference,
  work: () => unknown,
): Generator<Wait, unknown, void> {
  for (const wait of waits) yield wait
  if (crash !== undefined) {
    crash()
    return
  }
  if (instead !== undefined && 'result' in instead) {
    run.isForged = true
    return instead.result
  }
  if (instead !== undefined && !instead.run) throw instead.error
  try {
    const outcome = work()
    const result = isGenerator(outcome) ? yield* outcome : outcome
    if (instead === undefined) return result
  } catch (error) {
    // That the command has failed by itself shows as little as that it has succeeded.
    if (instead === undefined || !(error instanceof QapiError)) throw error
  }
  throw instead.error
}

/** A mistake of ours must neither pass for an answer of the agent nor end the host's process. */
function internalError(name: string, cause: unknown): QapiError {
  process.emitWarning(cause instanceof Error ? cause : new Error(String(cause)))
  const text = cause instanceof Error ? cause.message : String(cause)
  return new QapiError(`mockvm: internal error in ${name}: ${text}`)
}
