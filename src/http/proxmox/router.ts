/** Which call a path means. */
import type { Call } from './call.js'

export interface Route {
  readonly call: Call
  /** What stands in the path, by the names of the parameters. */
  readonly inPath: ReadonlyMap<string, string>
}

/** @param path Below the format, decoded: "/nodes/pve/qemu/100/agent/ping". Several slashes are as one. */
export function route(calls: readonly Call[], method: string, path: string): Route | undefined {
  const segments = segmentsOf(path)
  for (const call of calls) {
    const inPath = call.method === method ? match(segmentsOf(call.path), segments) : undefined
    if (inPath !== undefined) return { call, inPath }
  }
  return undefined
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter(segment => segment !== '')
}

function match(template: readonly string[], segments: readonly string[]): Map<string, string> | undefined {
  if (template.length !== segments.length) return undefined
  const inPath = new Map<string, string>()
  for (const [at, part] of template.entries()) {
    const segment = segments[at] as string
    if (part.startsWith('{')) inPath.set(part.slice(1, -1), segment)
    else if (part !== segment) return undefined
  }
  return inPath
}
