/** The command line of a shell. */
import type { Dialect } from './dialect.js'
import { OPTION_LETTERS, OPTION_NAMES } from './option-names.js'

export interface Invocation {
  /** -c */
  readonly command: string | undefined
  /** A script; without one it reads standard input. */
  readonly file: string | undefined
  /** $0 */
  readonly name: string
  readonly positional: readonly string[]
  readonly options: ReadonlyMap<string, boolean>
  readonly isLogin: boolean
}

/** Of bash; what they are about is not here: start files, line editing. */
const LONG = new Set(['--norc', '--noprofile', '--posix', '--noediting', '--restricted', '--verbose'])

/** What is printed for a command line that makes no sense. */
export function readInvocation(argv: readonly string[], dialect: Dialect): Invocation | string {
  const [program = '', ...args] = argv
  const options = new Map<string, boolean>()
  let isCommand = false
  let isFromInput = false
  let isLogin = program.startsWith('-')
  while (args.length > 0) {
    const word = args[0] ?? ''
    if (!/^[-+]./.test(word)) {
      if (word === '-') args.shift()
      break
    }
    args.shift()
    if (word === '--') break
    if (word.startsWith('--') && dialect.isBash) {
      if (word === '--rcfile' || word === '--init-file') args.shift()
      else if (word === '--login') isLogin = true
      else if (!LONG.has(word)) return `${program}: ${word}: invalid option\n`
      continue
    }
    const isOn = word.startsWith('-')
    for (const letter of word.slice(1)) {
      if (letter === 'c') isCommand = true
      else if (letter === 's') isFromInput = true
      else if (letter === 'o' || (letter === 'O' && dialect.isBash)) {
        const name = args.shift() ?? ''
        if (letter === 'o' && !OPTION_NAMES.has(name)) return wrong(program, dialect, `${name}: invalid option name`)
        if (letter === 'o') options.set(name, isOn)
      } else if (letter === 'l') isLogin = true
      else if (letter === 'i') continue
      else {
        const name = OPTION_LETTERS[letter]
        if (name === undefined) return wrong(program, dialect, `${word.charAt(0)}${letter}: invalid option`)
        options.set(name, isOn)
      }
    }
  }
  if (isCommand) {
    const [command, name = program, ...positional] = args
    if (command === undefined) return wrong(program, dialect, '-c: option requires an argument')
    return { command, file: undefined, name, positional, options, isLogin }
  }
  const [file, ...positional] = args
  if (file === undefined || isFromInput) {
    return { command: undefined, file: undefined, name: program, positional: args, options, isLogin }
  }
  return { command: undefined, file, name: file, positional, options, isLogin }
}

function wrong(program: string, { isBash }: Dialect, message: string): string {
  if (isBash) return `${program}: ${message}\n`
  const [, letter] = /^[-+](.): invalid option$/.exec(message) ?? []
  if (letter !== undefined) return `${program}: 0: Illegal option -${letter}\n`
  return message.startsWith('-c')
    ? `${program}: 0: -c requires an argument\n`
    : `${program}: 0: Illegal option -o ${message.split(':')[0]}\n`
}
