/** Which call a path means. */
import type { Call } from './call.js'

export interface Route {
  readonly call: Call
  /** What stands in the path, by the names of the parameters. */
  readonly inPath: Readonly<Record<string, string>>
}

/** @param path Below the format, decoded: "/nodes/pve/qemu/100/agent/ping". */
export function route(calls: readonly Call[], method: string, path: string): Route | undefined {
  const segments = path.split('/').filter(segment => segment !== '')
  for (const call of calls) {
    const inPath = call.method === method ? match(call.path.split('/').slice(1), segments) : undefined
    if (inPath !== undefined) return { call, inPath }
  }
  return undefined
}

function match(template: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (template.length !== segments.length) return undefined
  const inPath: Record<string, string> = {}
  for (const [at, part] of template.entries()) {
    const segment = segments[at] as string
    if (part.startsWith('{')) inPath[part.slice(1, -1)] = segment
    else if (part !== segment) return undefined
  }
  return inPath
}
