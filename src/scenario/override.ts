/** Overrides: `--set vcpus=4`, `--set 'files["/etc/motd"].mode="0600"'`. */
import { ScenarioError } from './error.js'
import { merge } from './merge.js'
import { describeValue, formatPath, isMap, type Path } from './path.js'
import { parseText } from './source-text.js'

export interface Override {
  /** `vcpus`, `agent.blockRpcs`, `mounts[1].trim`, `files./etc/motd`, `files.C:\x.txt`, `files["/etc/motd"].mode`. */
  readonly path: string
  /** Plain data. A map is merged into what stands there; null removes. */
  readonly value: unknown
}

/** What errors name instead of a file. */
export const OVERRIDES = '--set'

function refuse(path: string, expected: string, got: string, hint?: string): ScenarioError {
  return new ScenarioError([{ file: OVERRIDES, path, expected, got, ...(hint !== undefined && { hint }) }])
}

const PART =
  /(?<bracket>\[(?:(?<index>\d+)|(?<quoted>"(?:[^"\\]|\\.)*"))\])|\.?(?:(?<rest>(?:\/|[A-Za-z]:[\\/]).*)|(?<key>[^.[\]"]+))/y

function unquote(quoted: string): string | undefined {
  try {
    return String(JSON.parse(quoted))
  } catch {
    return undefined
  }
}

/** "C:\temp" would have a tab in it. */
const LONE_BACKSLASH = /^"[A-Za-z]:(?:[^\\]|\\[\\"])*\\[^\\"]/
const DOUBLED = 'Between quotes a backslash is written twice: files["C:\\\\x.txt"], or files.C:\\x.txt without them.'

/**
 * The keys and indexes of a path. A key in brackets and quotes may hold anything; one that begins with a slash or a
 * drive goes to the end. Throws ScenarioError.
 */
export function parsePath(path: string): Path {
  const wrong = (hint?: string) =>
    refuse('', 'a path such as vcpus, mounts[1].trim or files["/etc/motd"].mode', describeValue(path), hint)
  const parts: (string | number)[] = []
  PART.lastIndex = 0
  while (PART.lastIndex < path.length) {
    const start = PART.lastIndex
    const found = PART.exec(path)?.groups
    if (found === undefined || (start === 0 && path.startsWith('.'))) throw wrong()
    if (found.index !== undefined) parts.push(Number(found.index))
    else if (found.quoted !== undefined) {
      if (LONE_BACKSLASH.test(found.quoted)) throw wrong(DOUBLED)
      const key = unquote(found.quoted)
      if (key === undefined) throw wrong()
      parts.push(key)
    } else parts.push(found.rest ?? found.key ?? '')
  }
  if (parts.length === 0) throw wrong()
  return parts
}

/** "vcpus=4" as the command line takes it: a path, and a value in YAML. Throws ScenarioError. */
export function parseOverride(argument: string): Override {
  // The first = that isn't inside brackets: a path of the guest may hold one.
  const [path] = /^(?:[^=["]|\[[^\]"]*\]|\["(?:[^"\\]|\\.)*"\])+(?==)/.exec(argument) ?? []
  if (path === undefined) throw refuse('', 'PATH=VALUE', describeValue(argument), 'For example vcpus=4.')
  return { path, value: parseText(argument.slice(path.length + 1), `${OVERRIDES} ${path}`, parsePath(path)).data }
}

/** A copy of the document in which the override holds. Throws ScenarioError when its path leads nowhere. */
export function applyOverride(document: unknown, { path, value }: Override): unknown {
  const parts = parsePath(path)
  if (parts[0] === 'extends') {
    throw refuse(path, 'a key other than extends', 'extends', 'Load that scenario, and set what differs.')
  }
  const apply = (below: unknown, depth: number): unknown => {
    const part = parts[depth]
    if (part === undefined) return merge(below, value, parts)
    if (Array.isArray(below)) {
      const index = Number(part)
      if (!Number.isInteger(index) || index < 0 || index > below.length) {
        throw refuse(path, `an index from 0 to ${below.length}`, describeValue(part))
      }
      return below.toSpliced(index, 1, apply(below[index], depth + 1))
    }
    if (below !== undefined && !isMap(below)) {
      const where = formatPath(parts.slice(0, depth))
      throw refuse(path, `a map or a list at ${where}`, describeValue(below), `Set ${where} as a whole.`)
    }
    if (typeof part === 'number') {
      throw refuse(path, `a list at ${formatPath(parts.slice(0, depth))}`, describeValue(below))
    }
    return { ...below, [part]: apply(below?.[part], depth + 1) }
  }
  return apply(document, 0)
}
