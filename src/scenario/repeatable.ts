import { isFilePath } from './built-in.js'
import type { ScenarioSource } from './chain.js'
import { isMap } from './path.js'

/** Whether it is the same scenario whenever it is loaded: no file is read that may change, and it is plain data. */
export function isRepeatable(source: ScenarioSource): boolean {
  if (typeof source === 'string') return !isFilePath(source)
  const parent: unknown = source?.extends
  return isPlain(source) && (parent === undefined || (typeof parent === 'string' && !isFilePath(parent)))
}

/** What documentText tells apart. */
function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlain)
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return typeof value !== 'function' && typeof value !== 'symbol'
  return isMap(value) && Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain)
}
