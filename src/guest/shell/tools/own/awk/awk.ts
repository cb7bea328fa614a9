/** awk(1): mawk 1.3.4 as Debian has it, or gawk where it is called so. */
import { Errno } from '../../../../errno.js'
import { type Console, program } from '../../../../programs/streaming/console.js'
import { closeInput, openInput } from '../../../../programs/streaming/input.js'
import type { Wait } from '../../../../wait.js'
import { toText } from '../../text.js'
import { LocaleText } from '../locale-text.js'
import { Interpreter } from './interpreter.js'
import { AwkError, unescaped } from './lexer.js'
import type { Machine } from './machine.js'
import { isOutOfMemory } from './memory.js'
import { parseProgram } from './parser.js'
import { placeOf } from './printing.js'

const FAILED = 2

export const awk = program(
  function* (console) {
    const isGawk = console.name === 'gawk' || console.task.guest.files.exists('/usr/bin/gawk')
    const words = [...console.args]
    const assignments: [name: string, value: string][] = []
    const sources: string[] = []
    let separator: string | undefined
    while (/^-./.test(words[0] ?? '')) {
      const word = words.shift() ?? ''
      if (word === '--') break
      const [, letter = '', inline = ''] = /^-([A-Za-z])([\s\S]*)$/.exec(word) ?? []
      if (!'vfF'.includes(letter) || letter === '') {
        yield* console.fail(isGawk ? `mockvm doesn't do ${word} yet` : `not an option: ${word}`, FAILED)
      }
      const value = inline !== '' ? inline : words.shift()
      if (value === undefined) return yield* console.fail(`option requires an argument -- ${letter}`, FAILED)
      if (letter === 'F') separator = value
      else if (letter === 'f') sources.push(yield* script(console, value))
      else {
        const [, name, text] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(value) ?? []
        if (name === undefined || text === undefined)
          return yield* console.fail(`improper assignment: -v ${value}`, FAILED)
        assignments.push([name, text])
      }
    }
    if (sources.length === 0) {
      const text = words.shift()
      if (text === undefined) {
        yield* console.say('Usage: mawk [Options] [Program] [file ...]\n')
        return { exitCode: isGawk ? 1 : 0 }
      }
      sources.push(text)
    }
    let interpreter: Interpreter | undefined
    try {
      const program = parseProgram(
        new LocaleText(console.task.env, { isByteOnly: !isGawk }).fromWord(sources.join('\n')),
      )
      interpreter = new Interpreter(console, program, { isGawk })
      if (separator !== undefined) interpreter.assign('FS', separator === 't' ? '\t' : unescaped(separator))
      for (const [name, value] of assignments) interpreter.assign(name, value)
      yield* interpreter.run(words)
      return undefined
    } catch (error) {
      if (isOutOfMemory(error) && interpreter !== undefined) return yield* exhausted(console, interpreter)
      if (error instanceof AwkError) return yield* console.fail(error.message, FAILED)
      throw error
    }
  },
  { shortName: true },
)

function* exhausted(console: Console, machine: Machine): Generator<Wait, never, void> {
  if (machine.isGawk) return yield* console.fail('fatal: memory exhausted', FAILED)
  return yield* console.fail(`run time error: out of memory\n${placeOf(machine)}`, FAILED)
}

function* script(console: Console, name: string): Generator<Wait, string, void> {
  const { task } = console
  try {
    const fd = yield* openInput(task, name)
    const bytes = yield* task.readAll(fd)
    closeInput(task, fd)
    return toText(bytes)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    return yield* console.fail(`cannot open ${name} (${error.text})`, FAILED)
  }
}
