/** Bodies of DELETE: DeleteOptions, as far as something comes of them here. */
import { isObject } from '../objects/kube-object.js'
import { type BodyObject, readBody } from '../subresources/read-body.js'
import { badRequest } from './status.js'

export interface DeletionOptions {
  /** Of the object that is meant; undefined: whichever has the name. */
  readonly uid: string | undefined
  /** All is looked at, and nothing done. */
  readonly isDry: boolean
}

/** Throws ApiError. */
export function deletionOptions(body: string): DeletionOptions {
  const options = read(body)
  const preconditions = options.preconditions ?? {}
  const dryRun = options.dryRun ?? []
  if (!isObject(preconditions) || !Array.isArray(dryRun)) throw unrecognized()
  const uid = preconditions.uid ?? undefined
  if (uid !== undefined && typeof uid !== 'string') throw unrecognized()
  return { uid, isDry: dryRun.includes('All') }
}

function read(body: string): BodyObject {
  try {
    return readBody(body, 'v1.DeleteOptions') ?? {}
  } catch {
    throw unrecognized()
  }
}

const unrecognized = () => badRequest('the object provided is unrecognized: expected DeleteOptions')
