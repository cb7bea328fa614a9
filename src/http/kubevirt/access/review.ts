/** What `kubectl auth can-i` asks: SelfSubjectAccessReviews. */
import { badRequest } from '../api/status.js'
import { isObject, type JsonObject } from '../objects/kube-object.js'
import type { Access, User } from './access.js'

/** Throws ApiError. @param spec As it was asked. */
export function review(access: Access, user: User, spec: JsonObject): JsonObject {
  const wanted = spec.resourceAttributes
  const paths = spec.nonResourceAttributes
  if (!isObject(wanted) && !isObject(paths)) {
    throw badRequest('exactly one of nonResourceAttributes or resourceAttributes must be specified')
  }
  return {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: { creationTimestamp: null },
    spec,
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
