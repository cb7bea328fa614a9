/** What a URL asks for. */
import { percentDecode } from './form.js'

export interface Target {
  /** "json". */
  readonly format: string
  /** Below the format: "/nodes/pve/qemu/100/agent/ping". */
  readonly path: string
}

const ROOT = '/api2/'

/** Undefined where there is no format. The path is decoded before it is cut: %2F is a slash as others are. */
export function targetOf(url: string): Target | undefined {
  const path = percentDecode(new URL(url).pathname)
  if (!path.startsWith(ROOT)) return undefined
  const below = path.slice(ROOT.length).replace(/^\/+/, '')
  const end = below.includes('/') ? below.indexOf('/') : below.length
  const format = below.slice(0, end)
  // "no such uri" is also said of names that could be none of a format.
  if (!/^[a-z][a-z\d]+$/.test(format)) return undefined
  return { format, path: below.slice(end) || '/' }
}
