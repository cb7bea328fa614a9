/** Bodies of SelfSubjectAccessReviews: JSON and YAML, and protobuf, which is what kubectl sends. */
import { badRequest, unsupportedMediaType } from '../api/status.js'
import { isObject, type JsonObject } from '../objects/kube-object.js'
import { readBody } from '../subresources/read-body.js'
import { readMessage } from './protobuf.js'

const PROTOBUF = 'application/vnd.kubernetes.protobuf'
const TEXTS = ['application/json', 'application/yaml']

/** The `spec`. Throws ApiError. */
export async function reviewSpec(request: Request): Promise<JsonObject> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? 'application/json'
  if (type !== PROTOBUF && !TEXTS.includes(type)) throw unsupportedMediaType([...TEXTS, PROTOBUF])
  try {
    if (type === PROTOBUF) return fromProtobuf(new Uint8Array(await request.arrayBuffer()))
    const spec = readBody(await request.text(), 'v1.SelfSubjectAccessReview')?.spec
    if (isObject(spec)) return spec
  } catch {
    // Told below.
  }
  throw badRequest('the object provided is unrecognized: no SelfSubjectAccessReview with a spec')
}

/** What stands before each object, and which members of the messages are what. */
const MAGIC = 'k8s\0'
const RAW = 2
const SPEC = 2
const SPEC_MEMBERS = { resourceAttributes: 1, nonResourceAttributes: 2 }
const RESOURCE_MEMBERS = { namespace: 1, verb: 2, group: 3, version: 4, resource: 5, subresource: 6, name: 7 }
const PATH_MEMBERS = { path: 1, verb: 2 }

/** Throws Error. */
function fromProtobuf(bytes: Uint8Array): JsonObject {
  if (Buffer.from(bytes.subarray(0, MAGIC.length)).toString('latin1') !== MAGIC) throw new Error('no object')
  const object = readMessage(bytes.subarray(MAGIC.length)).get(RAW)
  const review = object === undefined ? undefined : readMessage(object)
  const spec = review?.get(SPEC)
  if (spec === undefined) throw new Error('no spec')
  const attributes = readMessage(spec)
  const resource = attributes.get(SPEC_MEMBERS.resourceAttributes)
  const path = attributes.get(SPEC_MEMBERS.nonResourceAttributes)
  return {
    ...(resource !== undefined && { resourceAttributes: textsOf(resource, RESOURCE_MEMBERS) }),
    ...(path !== undefined && { nonResourceAttributes: textsOf(path, PATH_MEMBERS) }),
  }
}

/** Those that are empty are left out, as in JSON. */
function textsOf(message: Uint8Array, numbers: Readonly<Record<string, number>>): JsonObject {
  const members = readMessage(message)
  const texts = Object.entries(numbers).map(([name, number]): [string, string] => {
    return [name, Buffer.from(members.get(number) ?? []).toString()]
  })
  return Object.fromEntries(texts.filter(([, text]) => text !== ''))
}
