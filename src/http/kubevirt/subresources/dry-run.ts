/** Bodies that may say that nothing is to be done: {"dryRun": ["All"]}. */
import { badRequest } from '../api/status.js'
import { kindOf, memberOf, readBody } from './read-body.js'

/** A function that reads such a body, and throws ApiError. @param type Of Go, that it becomes: "v1.PauseOptions". */
export function dryRunOf(type: string): (body: string) => boolean {
  return body => {
    try {
      return isDryRun(body, type)
    } catch (error) {
      throw badRequest(`Can not unmarshal Request body to struct, error: ${(error as Error).message}`)
    }
  }
}

function isDryRun(body: string, type: string): boolean {
  const given = memberOf(readBody(body, type), 'dryRun')
  if (given === undefined || given === null) return false
  if (Array.isArray(given)) return given.length > 0
  const field = `${type.replace(/^v1\./, '')}.dryRun`
  throw new Error(`json: cannot unmarshal ${kindOf(given)} into Go struct field ${field} of type []string`)
}
