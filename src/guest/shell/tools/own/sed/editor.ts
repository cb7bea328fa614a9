/** Goes through the commands of sed for each line. */
import { type Console, Exit } from '../../../../programs/streaming/console.js'
import { MOST_MEMORY } from '../../../../tasks/task.js'
import type { Wait } from '../../../../wait.js'
import type { Command, Substitution } from './command.js'
import type { Cycle } from './cycle.js'
import type { Input } from './input.js'
import { FAILED, type Output } from './output.js'
import { isSelected } from './selection.js'
import { isTooLong, substituted } from './substitute.js'
import { visible } from './visible.js'

/** Characters that a command goes through in one step of work. */
const CHARACTERS_A_STEP = 1024

/** How it goes on after a command. */
type Course = 'next' | 'delete' | 'again' | 'quit' | 'jump'

export interface EditorSettings {
  /** -n: a line is printed only where a command says so. */
  readonly isQuiet: boolean
  /** Columns of what `l` shows. */
  readonly width: number
}

export class Editor {
  readonly #console: Console
  readonly #commands: readonly Command[]
  readonly #cycle: Cycle
  readonly #input: Input
  readonly #output: Output
  readonly #settings: EditorSettings

  constructor(
    console: Console,
    commands: readonly Command[],
    { cycle, input, output }: { cycle: Cycle; input: Input; output: Output },
    settings: EditorSettings,
  ) {
    this.#console = console
    this.#commands = commands
    this.#cycle = cycle
    this.#input = input
    this.#output = output
    this.#settings = settings
  }

  /** Throws Exit where a command ends it. */
  *run(): Generator<Wait, void, void> {
    while (yield* this.#cycle.take()) {
      // D without a new line starts over with what is left.
      while ((yield* this.#execute()) === 'again') yield* this.#output.flushAppended()
    }
  }

  *#execute(): Generator<Wait, 'done' | 'again', void> {
    const commands = this.#commands
    for (let at = 0; at < commands.length; ) {
      const command = commands[at]
      if (command === undefined) break
      yield* this.#console.task.work(1 + Math.floor(this.#cycle.space.length / CHARACTERS_A_STEP))
      if (!(yield* isSelected(this.#cycle, command))) {
        at = command.name === '{' ? command.target : at + 1
        continue
      }
      const course = yield* this.#do(command)
      if (course === 'again') return 'again'
      if (course === 'delete') return yield* this.#finish(false)
      if (course === 'quit') {
        yield* this.#finish(!this.#settings.isQuiet)
        throw new Exit(command.number ?? 0)
      }
      at = course === 'jump' ? command.target : at + 1
    }
    return yield* this.#finish(!this.#settings.isQuiet)
  }

  *#finish(prints: boolean): Generator<Wait, 'done', void> {
    if (prints) yield* this.#print()
    yield* this.#output.flushAppended()
    return 'done'
  }

  *#print(): Generator<Wait, void, void> {
    yield* this.#output.line(this.#cycle.space, this.#cycle.hasEnd)
  }

  *#do(command: Command): Generator<Wait, Course, void> {
    const cycle = this.#cycle
    const output = this.#output
    const { name, text } = command
    switch (name) {
      case '{':
      case 'v':
        break
      case '=':
        yield* output.print(`${cycle.line}\n`)
        break
      case 'a':
        output.append('text', text)
        break
      case 'i':
        yield* output.print(text)
        break
      case 'c':
        if (command.second === undefined || command.isNegated || !command.range.isOpen) yield* output.print(text)
        return 'delete'
      case 'd':
        return 'delete'
      case 'D': {
        const newline = cycle.space.indexOf('\n')
        if (newline === -1) return 'delete'
        cycle.space = cycle.space.slice(newline + 1)
        return 'again'
      }
      case 'g':
        cycle.space = cycle.hold
        break
      case 'G':
        cycle.space = yield* cycle.joined(cycle.space, cycle.hold)
        break
      case 'h':
        cycle.hold = cycle.space
        break
      case 'H':
        cycle.hold = yield* cycle.joined(cycle.hold, cycle.space)
        break
      case 'x':
        ;[cycle.space, cycle.hold] = [cycle.hold, cycle.space]
        break
      case 'z':
        cycle.space = ''
        break
      case 'F':
        yield* output.print(`${this.#input.file}\n`)
        break
      case 'l':
        yield* output.print(visible(output.encode(cycle.space), command.number ?? this.#settings.width))
        break
      case 'n':
      case 'N':
        // GNU prints what it has where there is no next line.
        if (!(yield* cycle.hasNext())) return 'quit'
        if (name === 'n' && !this.#settings.isQuiet) yield* this.#print()
        yield* output.flushAppended()
        yield* cycle.take({ joins: name === 'N' })
        break
      case 'p':
        yield* this.#print()
        break
      case 'P':
        yield* output.print(`${firstLine(cycle.space)}\n`)
        break
      case 'q':
        return 'quit'
      case 'Q':
        yield* this.#console.flush()
        throw new Exit(command.number ?? 0)
      case 'r':
        output.append('file', text)
        break
      case 'w':
        yield* output.write(text, `${cycle.space}\n`)
        break
      case 'W':
        yield* output.write(text, `${firstLine(cycle.space)}\n`)
        break
      case 'y':
        cycle.space = transliterated(cycle.space, text)
        break
      case 's':
        if (command.substitution !== undefined) yield* this.#substitute(command.substitution)
        break
      case 'b':
        return 'jump'
      case 't':
      case 'T': {
        const had = cycle.hasReplaced
        cycle.hasReplaced = false
        return had === (name === 't') ? 'jump' : 'next'
      }
      default:
        return yield* this.#console.fail(`mockvm doesn't do the command \`${name}' yet`, FAILED)
    }
    return 'next'
  }

  *#substitute(substitution: Substitution): Generator<Wait, void, void> {
    const cycle = this.#cycle
    const expression = yield* cycle.expression(substitution.expression)
    try {
      const space = yield* substituted(this.#console.task, cycle.space, expression, substitution, MOST_MEMORY)
      if (space === undefined) return
      cycle.space = space
    } catch (error) {
      if (isTooLong(error)) yield* cycle.exhausted()
      throw error
    }
    cycle.hasReplaced = true
    for (let times = substitution.prints; times > 0; times--) yield* this.#print()
    if (substitution.file !== undefined) yield* this.#output.write(substitution.file, `${cycle.space}\n`)
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}

/** `sets`: what is replaced, and as many characters again by which. */
function transliterated(text: string, sets: string): string {
  const all = [...sets]
  const half = all.length / 2
  const table = new Map(all.slice(0, half).map((character, index) => [character, all[half + index] ?? '']))
  return [...text].map(character => table.get(character) ?? character).join('')
}
