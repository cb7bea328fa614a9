/** What leaves a script of PowerShell before its end. */
import type { Place } from './syntax/tree.js'
import { Thing, textOf, type Value } from './values.js'

/** Thrown by `exit`. */
export class Exit extends Error {
  override readonly name = 'Exit'
  readonly code: number

  constructor(code: number) {
    super(`exit ${code}`)
    this.code = code
  }
}

/** `return`, `break`, `continue`. */
export class Leave extends Error {
  override readonly name = 'Leave'
  readonly how: 'return' | 'break' | 'continue'

  constructor(how: 'return' | 'break' | 'continue') {
    super(how)
    this.how = how
  }
}

export interface Category {
  /** "ObjectNotFound: (C:\\x:String) [Get-Content], ItemNotFoundException" */
  readonly category: string
  /** "PathNotFound,Microsoft.PowerShell.Commands.GetContentCommand" */
  readonly id: string
  /** The command that complains; '' for PowerShell itself. */
  readonly command: string
}

/** An error of PowerShell: shown, or caught where it ends what runs. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly details: Category
  /** What `throw` was given. */
  readonly value: Value
  place: Place | undefined
  /** It ends what runs, whatever $ErrorActionPreference says. */
  readonly isFinal: boolean

  constructor(message: string, details: Category, { isFinal = false, value = message as Value } = {}) {
    super(message)
    this.details = details
    this.isFinal = isFinal
    this.value = value
  }

  /** `$_` of a catch. */
  get record(): Thing {
    const exception = new Thing('Exception', { Message: this.message }, this.message)
    const properties = { Exception: exception, TargetObject: this.value, FullyQualifiedErrorId: this.details.id }
    return new Thing('Error', properties, this.message)
  }

  /** As standard error shows it. `file`: the script that it is in. */
  lines(file: string | undefined): readonly string[] {
    const { category, id, command } = this.details
    const { line = 1, column = 1, text = '' } = this.place ?? {}
    const [first = ''] = text.split(/\r?\n/)
    const where = file === undefined ? `line:${line}` : `${file}:${line}`
    return [
      ...`${command === '' ? '' : `${command} : `}${this.message}`.split(/\r?\n/),
      ...[`At ${where} char:${column}`, `+ ${first}`, `+ ${'~'.repeat(first.length)}`],
      ...[`    + CategoryInfo          : ${category}`, `    + FullyQualifiedErrorId : ${id}`, ' '],
    ]
  }
}

export function thrown(value: Value): Failure {
  const text = value === null ? 'ScriptHalted' : textOf(value instanceof Thing ? messageOf(value) : value)
  const details = { category: `OperationStopped: (${text}:String) [], RuntimeException`, id: text, command: '' }
  return new Failure(text, details, { isFinal: true, value })
}

/** Of an error that is thrown again. */
function messageOf(thing: Thing): Value {
  const exception = thing.get('Exception')
  if (exception instanceof Thing) return exception.get('Message')
  return thing.has('Message') ? thing.get('Message') : thing
}

export function outOfMemory(): Failure {
  const message = "Exception of type 'System.OutOfMemoryException' was thrown."
  const details = { category: 'OperationStopped: (:) [], OutOfMemoryException', id: 'System.OutOfMemoryException' }
  return new Failure(message, { ...details, command: '' }, { isFinal: true })
}

/** PowerShell itself can't do what it is told: the statement ends. */
export function runtimeFailure(message: string, id: string, kind = 'InvalidOperation'): Failure {
  return new Failure(message, { category: `${kind}: (:) [], RuntimeException`, id, command: '' })
}
