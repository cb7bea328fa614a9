/** Bodies of requests, as KubeVirt's decoders take them: JSON or YAML, whatever the content type says. */
import { parse } from 'yaml'
import type { HttpJson } from '../../json.js'

export type BodyObject = Readonly<Record<string, HttpJson | undefined>>

/** Undefined: there is none. Throws Error, which tells what is wrong with it. @param type Of Go, that it is to become. */
export function readBody(body: string, type: string): BodyObject | undefined {
  const value = body.trimStart().startsWith('{') ? fromJson(body) : fromYaml(body)
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'object' || Array.isArray(value)) {
    const what = `json: cannot unmarshal ${kindOf(value)} into Go value of type ${type}`
    throw new Error(`error unmarshaling JSON: while decoding JSON: ${what}`)
  }
  return value as BodyObject
}

/** Go's decoder doesn't mind in which case a name is written. */
export function memberOf(body: BodyObject | undefined, name: string): HttpJson | undefined {
  if (body === undefined) return undefined
  if (Object.hasOwn(body, name)) return body[name]
  const alike = Object.keys(body).find(key => key.toLowerCase() === name.toLowerCase())
  return alike === undefined ? undefined : body[alike]
}

export function kindOf(value: HttpJson): string {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'boolean') return 'bool'
  return typeof value
}

function fromJson(body: string): HttpJson {
  try {
    return JSON.parse(body)
  } catch {
    throw new Error(isCut(body) ? 'unexpected EOF' : 'invalid character in the body')
  }
}

/** Nothing is wrong with it but that it ends. */
function isCut(body: string): boolean {
  const inStrings = body.replace(/"(?:[^"\\]|\\.)*"?/g, '')
  const count = (brackets: RegExp) => inStrings.match(brackets)?.length ?? 0
  return count(/[{[]/g) > count(/[}\]]/g)
}

function fromYaml(body: string): HttpJson | undefined {
  try {
    return parse(body, { logLevel: 'error' })
  } catch (error) {
    const [first = ''] = (error as Error).message.split('\n')
    throw new Error(`error converting YAML to JSON: yaml: ${first.replace(/:$/, '')}`)
  }
}
