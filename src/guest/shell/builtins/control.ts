/** Builtins that change what is executed next. */

import { Errno } from '../../errno.js'
import { decodeName } from '../../files/names.js'
import type { Wait } from '../../wait.js'
import { Exit, LoopJump, Return } from '../control.js'
import { execute } from '../run/programs.js'
import { complainOfText, NoScript } from '../run/syntax-errors.js'
import type { Shell } from '../shell.js'
import { type Builtin, refuse } from './builtin.js'

export const breakLoop: Builtin = (shell, args) => jump(shell, 'break', args)
export const continueLoop: Builtin = (shell, args) => jump(shell, 'continue', args)

function* jump(
  shell: Shell,
  kind: 'break' | 'continue',
  [text = '1', ...more]: readonly string[],
): Generator<Wait, number, void> {
  if (shell.loops === 0 && shell.dialect.isBash) {
    yield* shell.complain(`${kind}: only meaningful in a \`for', \`while', or \`until' loop`)
    return 0
  }
  if (!/^[+-]?\d+$/.test(text)) {
    if (!shell.dialect.isBash) {
      yield* shell.complain(`${kind}: Illegal number: ${text}`)
      throw new Exit(2)
    }
    yield* shell.complain(`${kind}: ${text}: numeric argument required`)
    throw new Exit(128)
  }
  if (more.length > 0 && shell.dialect.isBash) {
    yield* shell.complain(`${kind}: too many arguments`)
    throw new Exit(1)
  }
  if (Number(text) < 1) {
    if (shell.dialect.isBash) return yield* refuse(shell, kind, `${text}: loop count out of range`)
    yield* shell.complain(`${kind}: Illegal number: ${text}`)
    throw new Exit(2)
  }
  if (shell.loops === 0) return 0
  throw new LoopJump(kind, Number(text))
}

export const exit: Builtin = function* (shell, args, name) {
  throw new Exit(args.length === 0 ? (shell.beforeTrap ?? shell.before) : yield* statusArgument(shell, args, name))
}

export const returnFrom: Builtin = function* (shell, args, name) {
  if (shell.calls.length === 0 && shell.sourced === 0 && shell.dialect.isBash) {
    return yield* refuse(shell, name, "can only `return' from a function or sourced script", 2)
  }
  throw new Return(yield* statusArgument(shell, args, name))
}

function* statusArgument(
  shell: Shell,
  [text, ...more]: readonly string[],
  name: string,
): Generator<Wait, number, void> {
  if (text === undefined) return shell.before
  if (!(shell.dialect.isBash ? /^\s*[+-]?\d+\s*$/ : /^\s*\+?\d+\s*$/).test(text)) {
    if (shell.dialect.isBash) yield* shell.complain(`${name}: ${text}: numeric argument required`)
    else yield* shell.complain(`${name}: Illegal number: ${text}`)
    throw shell.dialect.isBash && name === 'return' ? new Return(2) : new Exit(2)
  }
  if (more.length > 0 && shell.dialect.isBash) {
    yield* shell.complain(`${name}: too many arguments`)
    if (name === 'exit') return 1
    throw new Return(1)
  }
  // dash keeps all of the number until the shell ends.
  if (shell.dialect.name === 'dash') return Number(text)
  return Number(BigInt.asUintN(8, BigInt(text)))
}

export const evaluateText: Builtin = function* (shell, args) {
  const text = args.join(' ')
  if (text.trim() === '') return 0
  const { line } = shell
  try {
    yield* shell.interpreter.runText(shell, text, shell.dialect.isBash ? line : 1)
  } catch (error) {
    if (!(error instanceof NoScript)) throw error
    return yield* complainOfGiven(shell, error, { name: 'eval', line })
  }
  return shell.status
}

/** bash goes on behind what it was given and can't read. */
function* complainOfGiven(
  shell: Shell,
  error: NoScript,
  where: { readonly name: string; readonly isFile?: boolean; readonly line?: number },
): Generator<Wait, number, void> {
  yield* complainOfText(shell, error, where)
  if (!shell.dialect.isBash) throw new Exit(error.status)
  return error.status
}

/** `exec` with words; without any the interpreter has done it already. */
export const replaceShell: Builtin = function* (shell, args) {
  const words = [...args]
  let argv0: string | undefined
  let environ: readonly string[] | undefined
  while (/^-[cla]+$/.test(words[0] ?? '') && shell.dialect.isBash) {
    const option = words.shift() ?? ''
    if (option.includes('c')) environ = []
    if (option.includes('a')) argv0 = words.shift()
    if (option.includes('l')) argv0 = `-${argv0 ?? words[0] ?? ''}`
  }
  if (words[0] === '--') words.shift()
  if (words.length === 0) return 0
  return yield* execute(shell, words, {
    ...(argv0 !== undefined && { argv0 }),
    ...(environ && { environ: [...environ] }),
  })
}

export const source: Builtin = function* (shell, args, name) {
  const [file, ...positional] = args[0] === '--' ? args.slice(1) : args
  if (file === undefined) {
    if (!shell.dialect.isBash) return 0
    yield* shell.complain(`${name}: filename argument required`)
    yield* shell.print(`${name}: usage: ${name} filename [arguments]\n`, 2)
    return 2
  }
  const text = yield* readSourced(shell, file, name)
  if (typeof text === 'number') return text
  const before = shell.positional
  // dash gives a file no parameters of its own.
  const isGiven = shell.dialect.name !== 'dash' && positional.length > 0
  if (isGiven) shell.positional = positional
  const outer = shell.sourcedFile
  shell.sourced++
  shell.sourcedFile = file
  try {
    yield* shell.interpreter.runText(shell, text)
  } catch (error) {
    if (error instanceof NoScript) return yield* complainOfGiven(shell, error, { name: file, isFile: true })
    if (!(error instanceof Return)) throw error
    shell.status = error.status
  } finally {
    shell.sourced--
    shell.sourcedFile = outer
    if (isGiven) shell.positional = before
  }
  return shell.status
}

function* readSourced(shell: Shell, file: string, name: string): Generator<Wait, string | number, void> {
  const { task, dialect } = shell
  try {
    const fd = task.descriptors.add(yield* task.open(findSourced(shell, file), { read: true, write: false }), 10)
    try {
      return decodeName(yield* task.readAll(fd))
    } finally {
      task.descriptors.close(fd)
    }
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    if (dialect.isBash) {
      yield* shell.complain(
        `${error.code === 'EISDIR' ? `${name}: ` : ''}${file}: ${error.code === 'EISDIR' ? 'is a directory' : error.text}`,
      )
      return 1
    }
    const text = file.includes('/') ? (error.code === 'ENOENT' ? 'No such file' : error.text) : 'not found'
    yield* shell.complain(file.includes('/') ? `${name}: cannot open ${file}: ${text}` : `${name}: ${file}: not found`)
    throw new Exit(2)
  }
}

/** A name without a slash is looked for in PATH first, by bash then in the working directory. */
function findSourced({ task, variables, dialect }: Shell, file: string): string {
  if (file.includes('/')) return file
  const { files } = task.guest
  for (const directory of (variables.text('PATH') ?? '').split(':')) {
    const path = task.path(`${directory === '' ? '.' : directory}/${file}`)
    if (files.exists(path, task.cred) && files.stat(path, task.cred).kind === 'file') return path
  }
  return dialect.isBash ? file : `/nonexistent/${file}`
}
