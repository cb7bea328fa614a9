/** Objects of the Kubernetes API, as JSON. */
import type { HttpJson } from '../../json.js'

export interface JsonObject {
  readonly [name: string]: HttpJson | undefined
}

export interface Metadata extends JsonObject {
  readonly name: string
  readonly namespace?: string | undefined
  readonly uid: string
  readonly labels?: Readonly<Record<string, string>> | undefined
  readonly creationTimestamp: string
  /** That of the last change. Whoever keeps the object writes it; until then it is empty. */
  readonly resourceVersion: string
  readonly generation?: number | undefined
}

export interface KubeObject extends JsonObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: Metadata
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The same with the members of all objects in alphabetical order, as the API server writes custom resources. */
export function sorted<T extends HttpJson | undefined>(value: T): T {
  if (Array.isArray(value)) return value.map(sorted) as unknown as T
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value as JsonObject).filter(([, member]) => member !== undefined)
  members.sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)])) as T
}
