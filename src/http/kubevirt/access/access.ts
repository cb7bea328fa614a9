/** Who asks, and what they may do. */
import { forbidden, forbiddenPath, type ResourceName, unauthorized } from '../api/status.js'
import type { KubevirtRule, KubevirtUser } from '../options.js'

export interface User {
  readonly name: string
  /** Undefined: everything may be done. */
  readonly rules: readonly KubevirtRule[] | undefined
}

/** What somebody is about to do. */
export interface Attempt extends ResourceName {
  readonly verb: string
  readonly subresource: string | undefined
  /** Undefined: in all of them, or of what is in none. */
  readonly namespace: string | undefined
  readonly name: string | undefined
}

const ANYBODY: User = { name: 'system:admin', rules: undefined }
const ANONYMOUS = 'system:anonymous'

/** What everybody may read, and what everybody with a name may. */
const PUBLIC = /^\/(?:version|healthz|livez|readyz)(?:\/|$)/
const DISCOVERY = /^\/(?:apis?|openapi)(?:\/|$)/

export class Access {
  readonly #users: ReadonlyMap<string, User> | undefined

  /** Without users any credentials, or none, are accepted. */
  constructor(users: Readonly<Record<string, KubevirtUser>> | undefined) {
    if (users === undefined) return
    const entries = Object.entries(users)
    this.#users = new Map(entries.map(([name, { token, rules = [] }]) => [token, { name, rules }]))
  }

  /** Throws ApiError 401. @param authorization The header. */
  user(authorization: string | null): User {
    if (this.#users === undefined) return ANYBODY
    if (authorization === null) return { name: ANONYMOUS, rules: [] }
    const token = /^bearer\s+(\S+)\s*$/i.exec(authorization)?.[1]
    const user = token === undefined ? undefined : this.#users.get(token)
    if (user === undefined) throw unauthorized()
    return user
  }

  isNamed({ name }: User): boolean {
    return name !== ANONYMOUS
  }

  may({ rules }: User, attempt: Attempt): boolean {
    return rules === undefined || rules.some(rule => allows(rule, attempt))
  }

  /** Throws ApiError 403. */
  assertMay(user: User, attempt: Attempt): void {
    if (!this.may(user, attempt)) throw forbidden(attempt, attempt.name, refusalOf(user, attempt))
  }

  /** Throws ApiError 403. */
  assertMayRead({ name, rules }: User, verb: string, path: string): void {
    const isReading = verb === 'get' && (PUBLIC.test(path) || (name !== ANONYMOUS && DISCOVERY.test(path)))
    if (rules !== undefined && !isReading) throw forbiddenPath(name, verb, path)
  }
}

function refusalOf({ name }: User, { verb, group, resource, subresource, namespace }: Attempt): string {
  const what = subresource === undefined ? resource : `${resource}/${subresource}`
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`
  return `User ${JSON.stringify(name)} cannot ${verb} resource "${what}" in API group "${group}" ${where}`
}

function allows(rule: KubevirtRule, { verb, group, resource, subresource, namespace, name }: Attempt): boolean {
  const { verbs, apiGroups = ['*'], resources, resourceNames, namespaces } = rule
  const what = subresource === undefined ? [resource] : [`${resource}/${subresource}`, `*/${subresource}`]
  if (!includes(verbs, verb) || !includes(apiGroups, group)) return false
  if (![...what, '*'].some(it => resources.includes(it))) return false
  if (namespaces !== undefined && (namespace === undefined || !includes(namespaces, namespace))) return false
  return resourceNames === undefined || (name !== undefined && resourceNames.includes(name))
}

function includes(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value)
}
