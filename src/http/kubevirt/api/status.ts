/** What the API server answers when it refuses: Status objects, with its texts. */
import type { JsonObject } from '../objects/kube-object.js'

export interface Refusal {
  readonly code: number
  readonly reason: string
  readonly message: string
  readonly details?: JsonObject | undefined
}

/** A refusal on its way out. */
export class ApiError extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }

  get status(): JsonObject {
    return statusObject(this.refusal)
  }
}

/** A path that nothing is served at: the server says so in plain text. */
export class NoSuchPath extends Error {}

export function statusObject({ code, reason, message, details }: Refusal): JsonObject {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, details, code }
}

export interface ResourceName {
  /** Empty for that of Kubernetes' core. */
  readonly group: string
  /** The plural. */
  readonly resource: string
}

export function qualified({ group, resource }: ResourceName): string {
  return group === '' ? resource : `${resource}.${group}`
}

function detailsOf({ group, resource }: ResourceName, name: string | undefined): JsonObject {
  return { name, group: group === '' ? undefined : group, kind: resource }
}

export function badRequest(message: string): ApiError {
  return new ApiError({ code: 400, reason: 'BadRequest', message })
}

export function unauthorized(): ApiError {
  return new ApiError({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' })
}

/** @param why What `User "x" cannot get …` says. */
export function forbidden(what: ResourceName, name: string | undefined, why: string): ApiError {
  const subject = name === undefined ? qualified(what) : `${qualified(what)} ${JSON.stringify(name)}`
  return new ApiError({
    code: 403,
    reason: 'Forbidden',
    message: `${subject} is forbidden: ${why}`,
    details: detailsOf(what, name),
  })
}

export function forbiddenPath(user: string, verb: string, path: string): ApiError {
  const message = `forbidden: User ${JSON.stringify(user)} cannot ${verb} path ${JSON.stringify(path)}`
  return new ApiError({ code: 403, reason: 'Forbidden', message, details: {} })
}

export function notFound(what: ResourceName, name: string): ApiError {
  const message = `${qualified(what)} ${JSON.stringify(name)} not found`
  return new ApiError({ code: 404, reason: 'NotFound', message, details: detailsOf(what, name) })
}

/** Below an object, or a group, that there is. */
export function noSuchResource(): ApiError {
  const message = 'the server could not find the requested resource'
  return new ApiError({ code: 404, reason: 'NotFound', message, details: {} })
}

export function methodNotAllowed(
  message = 'the server does not allow this method on the requested resource',
): ApiError {
  return new ApiError({ code: 405, reason: 'MethodNotAllowed', message, details: {} })
}

export function notAcceptable(types: readonly string[]): ApiError {
  const message = `only the following media types are accepted: ${types.join(', ')}`
  return new ApiError({ code: 406, reason: 'NotAcceptable', message })
}

export function conflict(what: ResourceName, name: string, why: string): ApiError {
  const message = `Operation cannot be fulfilled on ${qualified(what)} ${JSON.stringify(name)}: ${why}`
  return new ApiError({ code: 409, reason: 'Conflict', message, details: detailsOf(what, name) })
}

export function expired(message: string): ApiError {
  return new ApiError({ code: 410, reason: 'Expired', message })
}

export function unsupportedMediaType(types: readonly string[]): ApiError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${types.join(', ')}`
  return new ApiError({ code: 415, reason: 'UnsupportedMediaType', message })
}

/** Options of lists that exclude each other. */
export function invalidOptions(
  field: string,
  reason: 'FieldValueForbidden' | 'FieldValueInvalid',
  why: string,
): ApiError {
  const text = `${reason === 'FieldValueForbidden' ? 'Forbidden' : 'Invalid value'}: ${why}`
  return new ApiError({
    code: 422,
    reason: 'Invalid',
    message: `ListOptions.meta.k8s.io "" is invalid: ${field}: ${text}`,
    details: { group: 'meta.k8s.io', kind: 'ListOptions', causes: [{ reason, message: text, field }] },
  })
}

export function internal(why: string): ApiError {
  return new ApiError({
    code: 500,
    reason: 'InternalError',
    message: `Internal error occurred: ${why}`,
    details: { causes: [{ message: why }] },
  })
}

export function tooLargeVersion(wanted: number, current: number): ApiError {
  const message = `Too large resource version: ${wanted}, current: ${current}`
  return new ApiError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: ${message}`,
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  })
}
