/** The text of a scenario file: plain data, and where in the text each part of it stands. */
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml'
import { ScenarioError, type ScenarioIssue } from './error.js'
import type { Path } from './path.js'

export interface Position {
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
}

export interface SourceText {
  readonly data: unknown
  /** Where a value (or its key) begins; undefined when the text has no such thing. */
  locate(path: Path, atKey: boolean): Position | undefined
}

/** Where fault rules stand: in a scenario, in an action, in a time line's action, or by themselves. */
const RULES = new Set(['', 'faults', 'faults add', 'timeline do faults add'])

/** Whether that is what a fault rule waits for or returns, where text and integers are different things. */
function isOfTheWire(path: Path): boolean {
  const names = path.filter(part => typeof part === 'string')
  return names.some((name, index) => {
    return (name === 'where' || name === 'return') && RULES.has(names.slice(0, index).join(' '))
  })
}

/**
 * Data as scenarios have them: bigint are integers of full precision. What a number can hold becomes one. Beyond 2^53
 * it becomes decimal text, which sizes and times may be written as; in `where` and `return` of a fault rule it stays.
 */
export function toScenarioData(value: unknown, path: Path = []): unknown {
  if (typeof value === 'bigint') {
    const isSmall = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
    return isSmall ? Number(value) : isOfTheWire(path) ? value : String(value)
  }
  if (Array.isArray(value)) return value.map((element, index) => toScenarioData(element, [...path, index]))
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof Date) return value
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(members.map(([key, member]) => [key, toScenarioData(member, [...path, key])]))
}

/**
 * YAML 1.2 or JSON. Throws ScenarioError, with `file` in its issues, for text that is neither. `path`: where in a
 * scenario the text belongs, if it is a part of one.
 */
export function parseText(text: string, file: string, path: Path = []): SourceText {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, intAsBigInt: true, prettyErrors: false })
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  const problems = [...document.errors, ...document.warnings]
  if (problems.length > 0) {
    throw new ScenarioError(
      problems.map((problem): ScenarioIssue => {
        const got = problem.message.replaceAll('\n', ' ')
        return { file, ...position(problem.pos[0]), path: '', expected: 'YAML 1.2 or JSON', got }
      }),
    )
  }
  // YAML 1.2 reads 0644 as six hundred and forty-four. Whoever writes it means the digits, so they stay text.
  visit(document, {
    Scalar: (_, node) => {
      if (node.source !== undefined && typeof node.value === 'bigint' && /^0\d+$/.test(node.source)) {
        node.value = node.source
      }
    },
  })
  const locate = (path: Path, atKey: boolean): Position | undefined => {
    let node: unknown = document.contents
    let offset = 0
    for (const [depth, part] of path.entries()) {
      const target: unknown = isAlias(node) ? node.resolve(document) : node
      if (isMap(target)) {
        const pair = target.items.find(it => isPair(it) && isScalar(it.key) && String(it.key.value) === String(part))
        if (pair === undefined) return undefined
        const key = pair.key as Node
        offset = key.range?.[0] ?? offset
        const keyWanted = atKey && depth === path.length - 1
        node = keyWanted ? key : (pair.value ?? key)
      } else if (isSeq(target)) {
        node = target.items[Number(part)] ?? target.items.find(it => isScalar(it) && it.value === part)
        if (node === undefined) return undefined
      } else return undefined
    }
    const range = (node as Node | null)?.range
    return position(range?.[0] ?? offset)
  }
  try {
    return { data: toScenarioData(document.toJS(), path), locate }
  } catch (error) {
    // Aliases that would grow without bound.
    const got = error instanceof Error ? error.message : String(error)
    throw new ScenarioError([{ file, path: '', expected: 'YAML 1.2 or JSON', got }])
  }
}
