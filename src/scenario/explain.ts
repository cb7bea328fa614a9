/** What zod found wrong, in our words. */
import type { z } from 'zod'
import { nearest } from './did-you-mean.js'
import { describeValue, formatPath, isMap, type Path, valueAt } from './path.js'

/** Something wrong at a place in a document; layer.ts adds file and line. */
export interface Finding {
  readonly path: Path
  /** It's the key that is wrong, so its position is told and not that of the value. */
  readonly atKey?: boolean
  readonly expected: string
  readonly got: string
  readonly hint?: string
}

type Issue = z.core.$ZodIssue

function pathOf(base: Path, issue: Issue): Path {
  return [...base, ...issue.path.map(part => (typeof part === 'number' ? part : String(part)))]
}

/** Of a union, the one branch that took the value for its own and found something wrong inside. */
function branchFor(value: unknown, branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  if (!isMap(value) && !Array.isArray(value)) return undefined
  const taken = branches.filter(branch => !branch.some(it => it.code === 'invalid_type' && it.path.length === 0))
  return taken.length === 1 ? taken[0] : undefined
}

function unknownKey(path: Path, key: string, known: readonly string[]): Finding {
  const meant = nearest(key, known)
  const hint = meant === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean "${meant}"?`
  return { path: [...path, key], atKey: true, expected: 'a known key', got: JSON.stringify(key), hint }
}

/** Findings for the issues of one validation; `data` is what was validated. */
export function explain(issues: readonly Issue[], data: unknown, base: Path = []): Finding[] {
  // A misspelt key is also a missing one: "exactly one of …" would tell the same twice.
  const misspelt = new Set(issues.filter(it => it.code === 'unrecognized_keys').map(it => formatPath(pathOf([], it))))
  const told = issues.filter(it => it.code !== 'custom' || !misspelt.has(formatPath(pathOf([], it))))
  return told.flatMap((issue): Finding[] => {
    const path = pathOf(base, issue)
    // fields.ts: map() hands over its keys in the message of this issue.
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(key => unknownKey(path, key, issue.message.split(' ')))
    }
    if (issue.code === 'invalid_union') {
      const branch = branchFor(valueAt(data, path), issue.errors)
      if (branch !== undefined) return explain(branch, data, path)
    }
    const atKey = issue.code === 'invalid_key'
    const message = (issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined) ?? issue.message
    // fields.ts: says()
    const [expected = '', hint = '', got = ''] = message.split('\n')
    const found = atKey ? JSON.stringify(path.at(-1)) : describeValue(valueAt(data, path))
    return [{ path, atKey, expected, got: got === '' ? found : got, ...(hint !== '' && { hint }) }]
  })
}
