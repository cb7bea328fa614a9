/** Errors of the guest's files as just-bash meets them, and as its messages should tell them. */
import type { Errno } from '../../errno.js'
import type { Sandbox } from './sandbox.js'

export interface Failure {
  /** Ends with the path, if there is one. */
  readonly message: string
  readonly text: string
}

const MISSING = 'No such file or directory'

export function toError(sandbox: Sandbox, error: Errno): Error {
  const [, path = ''] = /, (.*)$/s.exec(error.message) ?? []
  return sandbox.error(`${error.code}: ${error.text.toLowerCase()}, open '${path}'`, error.code)
}

/** It calls nearly everything that can't be opened missing. */
export function correctErrors(stderr: string, failures: readonly Failure[]): string {
  const lines = stderr.split('\n').map(line => {
    const raw = /^(.*?)E[A-Z]+: ([a-z ]+), open '(?:.*\/)?([^'/]*)'$/.exec(line)
    if (raw !== null) return `${raw[1]}${raw[3]}: ${(raw[2] ?? '').replace(/^./, letter => letter.toUpperCase())}`
    if (!line.includes(MISSING)) return line
    const failure = failures.find(({ message, text }) => text !== MISSING && names(line, message))
    return failure === undefined ? line : line.replace(MISSING, failure.text)
  })
  return lines.join('\n')
}

/** A line names a file by an operand, which is how its path ends. */
function names(line: string, message: string): boolean {
  const path = message.slice(message.indexOf(', ') + 2)
  const words = line.split(/: /).map(word => word.replace(/^['"]|['"]$/g, '').replace(/^\.\//, ''))
  return words.some(word => word !== '' && (path === word || path.endsWith(`/${word}`)))
}
