/** What a call takes, as the JSON schema of the API describes it, and the texts of what it refuses. */
import { badParameters } from './error.js'

interface Common {
  readonly optional?: true
}

export interface StringParameter extends Common {
  readonly type: 'string'
  readonly minLength?: number
  readonly maxLength?: number
  readonly enum?: readonly string[]
}

export interface IntegerParameter extends Common {
  readonly type: 'integer'
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: number
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
  ? number
  : P extends BooleanParameter
    ? boolean
    : P extends ArrayParameter
      ? readonly string[]
      : string

type Given<P extends Parameter> = P extends { default: unknown }
  ? ValueOf<P>
  : P extends { optional: true }
    ? ValueOf<P> | undefined
    : ValueOf<P>

/** Those of a call, verified. */
export type Values<P extends Parameters> = { readonly [N in keyof P]: Given<P[N]> }

/** As they came: of a form or a query texts, several under one name a list; of a JSON body anything. */
export type RawParameters = Readonly<Record<string, unknown>>

/** Throws PveError 400, which names all that is wrong. */
export function verify<P extends Parameters>(parameters: P, raw: RawParameters): Values<P> {
  const errors: Record<string, string> = {}
  const values: Record<string, unknown> = {}
  for (const [name, parameter] of Object.entries(parameters)) {
    const given = raw[name]
    if (given === undefined) {
      if ('default' in parameter) values[name] = parameter.default
      else if (!parameter.optional) errors[name] = 'property is missing and it is not optional'
      continue
    }
    try {
      values[name] = read(parameter, given)
    } catch (error) {
      errors[name] = (error as Error).message
    }
  }
  for (const name of Object.keys(raw)) {
    if (parameters[name] !== undefined) continue
    errors[name] = 'property is not defined in schema and the schema does not allow additional properties'
  }
  if (Object.keys(errors).length > 0) throw badParameters(errors)
  return values as Values<P>
}

function read(parameter: Parameter, given: unknown): unknown {
  switch (parameter.type) {
    case 'integer': {
      const text = String(given)
      if (!/^-?\d+$/.test(text)) throw new Error(`type check ('integer') failed - got '${text}'`)
      const value = Number(text)
      const { minimum, maximum } = parameter
      if (minimum !== undefined && value < minimum) throw new Error(`value must have a minimum value of ${minimum}`)
      if (maximum !== undefined && value > maximum) throw new Error(`value must have a maximum value of ${maximum}`)
      return value
    }
    case 'boolean': {
      const text = given === true ? '1' : given === false ? '0' : String(given)
      if (/^(1|on|yes|true)$/i.test(text)) return true
      if (/^(0|off|no|false)$/i.test(text)) return false
      throw new Error(`type check ('boolean') failed - got '${text}'`)
    }
    case 'array':
      return (Array.isArray(given) ? given : [given]).map(element => read(parameter.items, element))
    case 'string': {
      const text = String(given)
      const { minLength, maxLength } = parameter
      if (maxLength !== undefined && text.length > maxLength)
        throw new Error(`value may only be ${maxLength} characters long`)
      if (minLength !== undefined && text.length < minLength)
        throw new Error(`value must be at least ${minLength} characters long`)
      if (parameter.enum?.includes(text) === false)
        throw new Error(`value '${text}' does not have a value in the enumeration '${parameter.enum.join(', ')}'`)
      return text
    }
  }
}
