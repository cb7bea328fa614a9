/** What a call takes, as the JSON schema of the API describes it, and the texts of what it refuses. */
import { badParameters } from './error.js'
import { type FormatName, formats } from './formats.js'

interface Common {
  readonly optional?: true
  /** The name of another that has to be given with it. */
  readonly requires?: string
}

export interface StringParameter extends Common {
  readonly type: 'string'
  readonly format?: FormatName
  readonly pattern?: RegExp
  /** In characters. */
  readonly minLength?: number
  readonly maxLength?: number
  readonly enum?: readonly string[]
  readonly default?: string
}

export interface IntegerParameter extends Common {
  readonly type: 'integer'
  /** Comes as bigint: it may have more than 53 bits. */
  readonly isLong?: true
  readonly format?: FormatName
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: number | bigint
}

export interface BooleanParameter extends Common {
  readonly type: 'boolean'
  readonly default?: boolean
}

export interface ArrayParameter extends Common {
  readonly type: 'array'
  readonly items: StringParameter
}

export type Parameter = StringParameter | IntegerParameter | BooleanParameter | ArrayParameter
export type Parameters = Readonly<Record<string, Parameter>>

type ValueOf<P extends Parameter> = P extends IntegerParameter
  ? P extends { isLong: true }
    ? bigint
    : number
  : P extends BooleanParameter
    ? boolean
    : P extends ArrayParameter
      ? readonly string[]
      : P extends { enum: readonly (infer Value)[] }
        ? Value
        : string

type Given<P extends Parameter> = P extends { default: unknown }
  ? ValueOf<P>
  : P extends { optional: true }
    ? ValueOf<P> | undefined
    : ValueOf<P>

/** Those of a call, verified. */
export type Values<P extends Parameters> = { readonly [N in keyof P]: Given<P[N]> }

/** As they came: of a form or a query texts, of a JSON body anything. What is undefined or null counts as missing. */
export type RawParameters = ReadonlyMap<string, unknown>

export interface VerifyOptions {
  /** Whether others than those of the schema are let through, unseen. */
  readonly allowsMore?: boolean | undefined
}

/** Throws PveError 400, which names all that is wrong. */
export function verify<P extends Parameters>(
  parameters: P,
  raw: RawParameters,
  { allowsMore = false }: VerifyOptions = {},
): Values<P> {
  const errors = new Errors()
  const schema = Object.entries(parameters)
  const values = schema.map(([name, parameter]) => [name, read(name, parameter, raw.get(name), errors)])
  for (const [name, { requires }] of schema) {
    if (requires === undefined || isMissing(raw.get(name)) || !isMissing(raw.get(requires))) continue
    errors.add(requires, `missing property - '${name}' requires this property`)
  }
  const others = allowsMore ? [] : [...raw.keys()].filter(name => !Object.hasOwn(parameters, name))
  for (const name of others) {
    errors.add(name, 'property is not defined in schema and the schema does not allow additional properties')
  }
  errors.assertNone()
  return Object.fromEntries(values)
}

class Errors {
  readonly #texts = new Map<string, string>()

  add(name: string, text: string): void {
    const before = this.#texts.get(name)
    // No line feed: a backslash and an n.
    this.#texts.set(name, before === undefined ? text : `${before}\\n${text}`)
  }

  assertNone(): void {
    if (this.#texts.size > 0) throw badParameters(Object.fromEntries(this.#texts))
  }
}

function isMissing(given: unknown): boolean {
  return given === undefined || given === null
}

function read(name: string, parameter: Parameter, given: unknown, errors: Errors): unknown {
  if (isMissing(given)) {
    if ('default' in parameter) return parameter.default
    if (!parameter.optional) errors.add(name, 'property is missing and it is not optional')
    return undefined
  }
  if (parameter.type === 'array') {
    const elements = listOf(given)
    if (elements === undefined) errors.add(name, "type check ('array') failed")
    return elements?.map((element, at) => read(`${name}[${at}]`, parameter.items, element, errors))
  }
  const fault = typeFault(parameter, given) ?? valueFault(parameter, String(given))
  if (fault === undefined) return convert(parameter, String(given))
  errors.add(name, fault)
  return undefined
}

/** What came once is a list too, but for what Perl takes for false. */
function listOf(given: unknown): readonly unknown[] | undefined {
  if (Array.isArray(given)) return given
  if (typeof given === 'object' || typeof given === 'boolean') return undefined
  const text = String(given)
  if (text === '' || text === '0') return undefined
  // Perl leaves empty elements at the end out of what it splits.
  return text.replace(/\0+$/, '').split('\0')
}

type Scalar = Exclude<Parameter, ArrayParameter>

function typeFault({ type }: Scalar, given: unknown): string | undefined {
  const reference = referenceOf(given)
  if (reference !== undefined) {
    return type === 'boolean' && typeof given === 'boolean'
      ? undefined
      : `type check ('${type}') failed - got ${reference}`
  }
  const text = String(given)
  const isOne = type === 'string' || (type === 'boolean' ? /^[01]$/ : /^[+-]?\d+$/).test(text)
  return isOne ? undefined : `type check ('${type}') failed - got '${text}'`
}

/** What Perl calls the kind of value of JSON that no text can be. */
function referenceOf(given: unknown): string | undefined {
  if (typeof given === 'boolean') return 'JSON::PP::Boolean'
  if (Array.isArray(given)) return 'ARRAY'
  return typeof given === 'object' ? 'HASH' : undefined
}

/** The first thing that is wrong with a value of the right type. */
function valueFault(parameter: Scalar, text: string): string | undefined {
  if (parameter.type === 'boolean') return undefined
  const { format } = parameter
  const formatFault = format === undefined ? undefined : formats[format](text)
  if (formatFault !== undefined) return `invalid format - ${formatFault}\n`
  return parameter.type === 'string' ? stringFault(parameter, text) : rangeFault(parameter, Number(text))
}

function stringFault({ pattern, maxLength, minLength, enum: choices }: StringParameter, text: string) {
  if (pattern?.test(text) === false) return 'value does not match the regex pattern'
  const { length } = [...text]
  if (maxLength !== undefined && length > maxLength) return `value may only be ${maxLength} characters long`
  if (minLength !== undefined && length < minLength) return `value must be at least ${minLength} characters long`
  if (choices?.includes(text) === false) {
    return `value '${text}' does not have a value in the enumeration '${choices.join(', ')}'`
  }
  return undefined
}

function rangeFault({ minimum, maximum }: IntegerParameter, value: number): string | undefined {
  if (maximum !== undefined && value > maximum) return `value must have a maximum value of ${maximum}`
  if (minimum !== undefined && value < minimum) return `value must have a minimum value of ${minimum}`
  return undefined
}

function convert(parameter: Scalar, text: string): unknown {
  if (parameter.type === 'integer') return parameter.isLong ? BigInt(text) : Number(text)
  return parameter.type === 'boolean' ? text === '1' || text === 'true' : text
}
