/** A command of PowerShell's own while it runs: what it was given, and where its output goes. */
import type { Wait } from '../../wait.js'
import { Win32Error } from '../win32-error.js'
import { Failure } from './errors.js'
import type { Argument } from './invoke.js'
import { report } from './report.js'
import type { Session, Sink } from './session.js'
import { NotDone } from './syntax/reader.js'
import { isTrue, itemsOf, textOf, type Value } from './values.js'

export type Doing = Generator<Wait, void, void>

export interface Cmdlet {
  readonly name: string
  /** In small letters. */
  readonly parameters: Readonly<Record<string, 'value' | 'switch'>>
  /** Which of them arguments without a name are, in order; the last one takes all others when it ends in `*`. */
  readonly positions: readonly string[]
  run(call: Call): Doing
}

/** Every command takes them. */
const COMMON: Cmdlet['parameters'] = {
  ...{ erroraction: 'value', ea: 'value', warningaction: 'value', wa: 'value', informationaction: 'value' },
  ...{ verbose: 'switch', debug: 'switch', confirm: 'switch' },
}

/** Its whole name; undefined where it is none that is done. A name may be cut short. */
export function parameterOf(cmdlet: Cmdlet, name: string): string | undefined {
  const all = [...Object.keys(cmdlet.parameters), ...Object.keys(COMMON)]
  return all.find(it => it === name) ?? all.find(it => it.startsWith(name))
}

export class Call {
  readonly session: Session
  readonly cmdlet: Cmdlet
  /** What came through the pipeline; undefined at its beginning. */
  readonly input: readonly Value[] | undefined
  readonly sink: Sink
  readonly #given = new Map<string, Value>()

  constructor(
    session: Session,
    cmdlet: Cmdlet,
    args: readonly Argument[],
    input: readonly Value[] | undefined,
    sink: Sink,
  ) {
    this.session = session
    this.cmdlet = cmdlet
    this.input = input
    this.sink = sink
    const others: Value[] = []
    const rest = [...args]
    for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
      if (arg.name === undefined) {
        others.push(arg.value ?? null)
        continue
      }
      const name = parameterOf(cmdlet, arg.name) ?? this.refuse(`-${arg.spelt} of ${cmdlet.name}`)
      const kind = cmdlet.parameters[name] ?? COMMON[name]
      this.#given.set(name, kind === 'switch' ? (arg.value ?? true) : (arg.value ?? rest.shift()?.value ?? null))
    }
    this.#bindOthers(others)
  }

  #bindOthers(others: Value[]): void {
    for (const position of this.cmdlet.positions) {
      const name = position.replace('*', '')
      if (others.length === 0) return
      if (this.#given.has(name)) continue
      if (position.endsWith('*')) this.#given.set(name, others.length > 1 ? others.splice(0) : (others.shift() ?? null))
      else this.#given.set(name, others.shift() ?? null)
    }
    if (others.length > 0) this.refuse(`${this.cmdlet.name} with ${textOf(others)}`)
  }

  get(name: string): Value | undefined {
    return this.#given.get(name)
  }

  /** A switch that is on. */
  has(name: string): boolean {
    return isTrue(this.#given.get(name) ?? false)
  }

  text(name: string): string | undefined {
    const value = this.#given.get(name)
    return value === undefined ? undefined : textOf(value)
  }

  /** Of a parameter, or else what came through the pipeline. */
  texts(name: string): readonly string[] {
    return itemsOf(this.#given.get(name) ?? [...(this.input ?? [])]).map(textOf)
  }

  put(value: Value): Doing {
    return this.sink.put(value)
  }

  /** A form that isn't done, which could not be seen before. */
  refuse(what: string): never {
    throw new NotDone(what, this.session.place?.line ?? 1)
  }

  failure(
    message: string,
    { kind = 'NotSpecified', target = '', exception = 'Exception', id = 'Error' } = {},
  ): Failure {
    const { name } = this.cmdlet
    const category = `${kind}: (${target}) [${name}], ${exception}`
    const command = `${name.replace('-', '')}Command`
    return new Failure(message, { category, id: `${id},Microsoft.PowerShell.Commands.${command}`, command: name })
  }

  /** Tells of it, and goes on, unless it was told to stop. */
  *complain(failure: Failure): Doing {
    const action = (this.text('erroraction') ?? this.text('ea') ?? '').toLowerCase()
    failure.place ??= this.session.place
    this.session.isGood = false
    if (action === 'stop') throw new Failure(failure.message, failure.details, { isFinal: true })
    if (action === 'silentlycontinue' || action === 'ignore') return
    const preference = textOf(this.session.get('erroractionpreference') ?? null).toLowerCase()
    if (preference === 'stop' && action !== 'continue') throw failure
    yield* report(this.session, failure)
  }

  *run(): Doing {
    this.session.isGood = true
    try {
      yield* this.cmdlet.run(this)
    } catch (error) {
      if (error instanceof Win32Error) {
        yield* this.complain(this.failure(error.text, { kind: 'WriteError', exception: 'IOException', id: 'IOError' }))
      } else if (error instanceof Failure && !error.isFinal && this.session.isGood) yield* this.complain(error)
      else throw error
    }
  }
}
