/** `kubectl auth can-i`: SelfSubjectAccessReviews. */
import { badRequest } from '../api/status.js'
import type { JsonObject } from '../objects/kube-object.js'
import type { Access, User } from './access.js'

/** Throws ApiError. @param body As it came. */
export function review(access: Access, user: User, body: string): JsonObject {
  const spec = specOf(body)
  const wanted = spec.resourceAttributes
  const paths = spec.nonResourceAttributes
  if (!isObject(wanted) && !isObject(paths)) {
    throw badRequest('exactly one of nonResourceAttributes or resourceAttributes must be specified')
  }
  return {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: { creationTimestamp: null },
    spec: spec as JsonObject,
    status: { allowed: isObject(wanted) ? mayDo(access, user, wanted) : mayRead(access, user, paths as JsonObject) },
  }
}

function mayDo(access: Access, user: User, wanted: JsonObject): boolean {
  const text = (name: string) => (typeof wanted[name] === 'string' && wanted[name] !== '' ? wanted[name] : undefined)
  return access.may(user, {
    verb: text('verb') ?? '',
    group: text('group') ?? '',
    resource: text('resource') ?? '',
    subresource: text('subresource'),
    namespace: text('namespace'),
    name: text('name'),
  })
}

function mayRead(access: Access, user: User, { verb, path }: JsonObject): boolean {
  try {
    access.assertMayRead(user, String(verb), String(path))
    return true
  } catch {
    return false
  }
}

function specOf(body: string): Record<string, unknown> {
  try {
    const { spec } = JSON.parse(body) as { spec?: unknown }
    if (isObject(spec)) return spec as Record<string, unknown>
  } catch {
    // Told below.
  }
  throw badRequest('the object provided is unrecognized: no SelfSubjectAccessReview with a spec')
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
