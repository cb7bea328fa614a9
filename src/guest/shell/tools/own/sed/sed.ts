/** sed(1) 4.9: line by line as they come. */
import { Errno } from '../../../../errno.js'
import type { GivenOptions } from '../../../../programs/options.js'
import { type Console, Exit, program } from '../../../../programs/streaming/console.js'
import { closeInput, openInput } from '../../../../programs/streaming/input.js'
import type { Wait } from '../../../../wait.js'
import { toText } from '../../text.js'
import { LocaleText } from '../locale-text.js'
import type { Command } from './command.js'
import { ScriptError } from './cursor.js'
import { Cycle } from './cycle.js'
import { Editor } from './editor.js'
import { inPlace } from './in-place.js'
import { Input } from './input.js'
import { FAILED, Output } from './output.js'
import { parseScript } from './script.js'

const OPTIONS = [
  ...['n,quiet,silent', 'e,expression=', 'f,file=', 'E,r,regexp-extended', 'i,in-place?', 'l,line-length='],
  ...['s,separate', 'u,unbuffered', 'z,null-data', 'b,binary', 'follow-symlinks', 'posix', 'debug', 'sandbox'],
]
const USAGE = 1
const WIDTH = 70

export const sed = program(
  function* (console) {
    const options = yield* console.options(OPTIONS, { usageCode: USAGE })
    const operands = [...options.operands]
    const text = new LocaleText(console.task.env)
    const commands = yield* commandsOf(console, options, { operands, text })
    const end = options.has('z') ? '\0' : '\n'
    const input = new Input(console, text, end)
    const output = new Output(console, text, end)
    const parts = { cycle: new Cycle(console, input), input, output }
    const settings = { isQuiet: options.has('n'), width: Number(options.value('l') ?? WIDTH) }
    const editor = new Editor(console, commands, parts, settings)
    const isInPlace = options.has('i')
    const edit = () => editor.run()
    try {
      for (const group of groupsOf(operands, isInPlace || options.has('s'))) {
        input.begin(group, isInPlace)
        if (isInPlace) yield* inPlace(console, group[0] ?? '', { output, suffix: options.value('i') ?? '', edit })
        else yield* edit()
      }
    } catch (error) {
      if (!(error instanceof Exit)) throw error
      console.exitCode = error.code
    }
    yield* output.close()
    return undefined
  },
  { shortName: true },
)

/** Files that are read as if they were one. */
function groupsOf(operands: readonly string[], isEach: boolean): (readonly string[])[] {
  if (operands.length === 0) return [['-']]
  return isEach ? operands.map(each => [each]) : [operands]
}

/** Takes the first of the operands where no option gives a script. */
function* commandsOf(
  console: Console,
  options: GivenOptions,
  { operands, text }: { operands: string[]; text: LocaleText },
): Generator<Wait, Command[], void> {
  const parts: { readonly where: string; readonly script: string }[] = []
  for (const { name, value = '' } of options.list) {
    if (name === 'e') parts.push({ where: `-e expression #${parts.length + 1}`, script: value })
    if (name === 'f') parts.push({ where: `file ${value} line 1`, script: yield* scriptIn(console, value) })
  }
  if (parts.length === 0) {
    const script = operands.shift()
    if (script === undefined) {
      yield* console.say(`Usage: ${console.name} [OPTION]... {script-only-if-no-other-script} [input-file]...\n`)
      throw new Exit(USAGE)
    }
    parts.push({ where: '-e expression #1', script })
  }
  // An expression that ends in a backslash goes on in the next.
  const whole = text.fromWord(parts.map(({ script }) => script).join('\n'))
  try {
    return parseScript(whole.replace(/^#n\n/, ''), parts[0]?.where ?? '', {
      isExtended: options.has('E'),
      locale: text,
    })
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error
    return yield* console.fail(error.message, error.message.startsWith("can't find label") ? FAILED : USAGE)
  }
}

function* scriptIn(console: Console, name: string): Generator<Wait, string, void> {
  const { task } = console
  try {
    const fd = yield* openInput(task, name)
    const text = toText(yield* task.readAll(fd))
    closeInput(task, fd)
    return text.replace(/\n$/, '')
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    return yield* console.fail(`couldn't open file ${name}: ${error.text}`, FAILED)
  }
}
