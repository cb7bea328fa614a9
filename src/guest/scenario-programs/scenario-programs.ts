/** The programs of the scenario: which of them answers a call, and the body of the process that it is then. */
import { Errno } from '../errno.js'
import type { Guest } from '../guest.js'
import { Given } from '../tasks/description.js'
import type { Body } from '../tasks/stream.js'
import type { Task } from '../tasks/task.js'
import type { Wait } from '../wait.js'
import { answer } from './answer.js'
import { type Captures, joinCaptures } from './captures.js'
import { isSo } from './condition.js'
import { ProgramCounts, type ProgramCountsSnapshot } from './counts.js'
import type { Candidate } from './match-command.js'
import { NOWHERE, type Outside } from './outside.js'
import { usesInput } from './template-use.js'
import { matchText } from './text-pattern.js'

const STDIN = 0

export class ScenarioPrograms {
  readonly #guest: Guest
  readonly #counts = new ProgramCounts()
  #outside = NOWHERE

  constructor(guest: Guest) {
    this.#guest = guest
  }

  /** Who does what is not the guest's to do. */
  join(outside: Outside): void {
    this.#outside = outside
  }

  /** The first of the candidates that answers does; if none does, the process goes on with `otherwise`. */
  body(all: readonly Candidate[], otherwise: Body): Body {
    const programs = this
    return function* (task) {
      const input = new Input(task)
      for (const candidate of all) {
        const captures = yield* programs.#take(candidate, task, input)
        if (captures === undefined) continue
        const { argv, env, user, pid } = task
        const stdin = usesInput(candidate.program) ? yield* input.read() : new Uint8Array(0)
        const count = programs.#counts.of(candidate.index).answered
        const context = { guest: task.guest, argv, env, user, pid, stdin, captures, count, round: 0 }
        return yield* answer(candidate, { task, context, outside: programs.#outside })
      }
      input.giveBack()
      return yield* otherwise(task)
    }
  }

  snapshot(): ProgramCountsSnapshot {
    return this.#counts.snapshot()
  }

  restore(snapshot: ProgramCountsSnapshot): void {
    this.#counts.restore(snapshot)
  }

  /** What a candidate has caught that answers this call, which counts; undefined when it doesn't. */
  *#take(
    { index, program, captures }: Candidate,
    task: Task,
    input: Input,
  ): Generator<Wait, Captures | undefined, void> {
    const { env = {}, stdin, user, while: condition, counting } = program
    if (user !== undefined && user !== task.user) return undefined
    const all = [captures]
    for (const [name, pattern] of Object.entries(env)) {
      const found = Object.hasOwn(task.env, name) ? matchText(pattern, task.env[name] ?? '') : undefined
      if (found === undefined) return undefined
      all.push(found)
    }
    if (stdin !== undefined) {
      const found = matchText(stdin, Buffer.from(yield* input.read()).toString())
      if (found === undefined) return undefined
      all.push(found)
    }
    if (condition !== undefined && !isSo(condition, this.#guest, task.pid)) return undefined
    const chance = () => this.#guest.random.stream(`programs[${index}]`)
    return this.#counts.answers(index, counting, chance) ? joinCaptures(all) : undefined
  }
}

/** The standard input of a process: read when an entry asks for it, and there again for the program that doesn't know of that. */
class Input {
  readonly #task: Task
  #bytes: Uint8Array | undefined

  constructor(task: Task) {
    this.#task = task
  }

  /** Nothing where it is closed or can't be read. */
  *read(): Generator<Wait, Uint8Array, void> {
    if (this.#bytes !== undefined) return this.#bytes
    try {
      this.#bytes = yield* this.#task.readAll(STDIN)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      this.#bytes = new Uint8Array(0)
    }
    return this.#bytes
  }

  giveBack(): void {
    const { descriptors } = this.#task
    if (this.#bytes === undefined || !descriptors.has(STDIN)) return
    descriptors.set(STDIN, new Given(this.#bytes, descriptors.get(STDIN).link))
  }
}
