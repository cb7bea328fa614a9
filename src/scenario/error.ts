/** One thing wrong with a scenario, and where. */
export interface ScenarioIssue {
  /** The file as the user named it; "scenario object" for one given as an object, "--set" for an override. */
  readonly file: string
  /** From 1. */
  readonly line?: number
  /** From 1, in UTF-16 units. */
  readonly column?: number
  /** As --set takes it: `mounts[1].size`, `files["/etc/motd"]`; empty for the file as a whole. */
  readonly path: string
  readonly expected: string
  readonly got: string
  /** A sentence that says how to mend it. */
  readonly hint?: string
}

/**
 * "scenarios/demo.yaml:4:7  seed: expected an integer or text, got null. Remove the line for the default seed."
 * `label` stands before the key: "warning: ".
 */
export function formatIssue({ file, line, column, path, expected, got, hint }: ScenarioIssue, label = ''): string {
  const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`
  const what = path === '' ? '' : `${path}: `
  return `${place}  ${label}${what}expected ${expected}, got ${got}.${hint === undefined ? '' : ` ${hint}`}`
}

/** A scenario that can't be used: everything that is wrong with it, one line of the message for each. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError'
  readonly issues: readonly ScenarioIssue[]

  constructor(issues: readonly ScenarioIssue[]) {
    super(issues.map(issue => formatIssue(issue)).join('\n'))
    this.issues = issues
  }
}
