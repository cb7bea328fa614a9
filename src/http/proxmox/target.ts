/** What a URL asks for. */
import { percentDecode } from './form.js'

export interface Target {
  /** "json". */
  readonly format: string
  /** Below the format: "/nodes/pve/qemu/100/agent/ping". */
  readonly path: string
}

/** Undefined where there is no format. The path is decoded before it is cut: %2F is a slash as others are. */
export function targetOf(url: string): Target | undefined {
  const path = percentDecode(new URL(url).pathname)
  const match = /^\/api2\/+([a-z][a-z0-9]+)(\/.*)?$/.exec(path)
  if (match === null) return undefined
  const [, format = '', below = '/'] = match
  return { format, path: below }
}
