/** Files of NAME=VALUE, as os-release(5) and machine-info(5) are. */
import type { Files } from '../files/files.js'

/** None of a file that there is not. */
export function readSettings(files: Files, path: string): ReadonlyMap<string, string> {
  const lines = files.exists(path) ? files.readFile(path, 'utf8').split('\n') : []
  return new Map(
    lines.flatMap(line => {
      const [, name, value = ''] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line.trim()) ?? []
      return name === undefined ? [] : [[name, unquoted(value)] as const]
    }),
  )
}

/** An empty value takes the line away. */
export function writeSetting(files: Files, path: string, name: string, value: string): void {
  const settings = new Map(readSettings(files, path))
  if (value === '') settings.delete(name)
  else settings.set(name, value)
  if (settings.size === 0) {
    if (files.exists(path)) files.unlink(path)
    return
  }
  const line = ([key, text]: readonly [string, string]) => {
    return `${key}=${/^[\w.:/-]+$/.test(text) ? text : `"${text.replace(/["$\\`]/g, character => `\\${character}`)}"`}\n`
  }
  files.writeFile(path, [...settings].map(line).join(''))
}

function unquoted(value: string): string {
  const [, quoted] = /^"(.*)"$/.exec(value) ?? []
  if (quoted !== undefined) return quoted.replace(/\\(.)/g, '$1')
  return /^'(.*)'$/.exec(value)?.[1] ?? value
}
