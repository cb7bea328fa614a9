/** What the bodies of start, stop and restart say: StartOptions, StopOptions, RestartOptions. */
import type { HttpJson } from '../../json.js'
import { dryRunOf } from '../subresources/dry-run.js'
import { kindOf, memberOf, readBody } from '../subresources/read-body.js'
import { badRequest } from './status.js'

export interface MachineOptions {
  /** All is looked at, and nothing done. */
  readonly isDry: boolean
  /** Throws ApiError where it is something else. */
  flag(name: string): boolean
  /** Undefined: there is none. Throws ApiError where it is something else. */
  integer(name: string): number | undefined
}

/** @param type Of Go, that the body becomes: "StopOptions". Throws ApiError. */
export function machineOptions(body: string, type: string): MachineOptions {
  const isDry = dryRunOf(`v1.${type}`)(body)
  const options = readBody(body, `v1.${type}`)
  const refuse = (name: string, value: HttpJson, wanted: string) => {
    const what = typeof value === 'number' ? `number ${value}` : kindOf(value)
    const why = `json: cannot unmarshal ${what} into Go struct field ${type}.${name} of type ${wanted}`
    return badRequest(`Can not unmarshal Request body to struct, error: ${why}`)
  }
  return {
    isDry,
    flag(name) {
      const value = memberOf(options, name) ?? false
      if (typeof value !== 'boolean') throw refuse(name, value, 'bool')
      return value
    },
    integer(name) {
      const value = memberOf(options, name) ?? undefined
      if (value === undefined || isInt64(value)) return value
      throw refuse(name, value, 'int64')
    },
  }
}

function isInt64(value: HttpJson): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63
}
