/** Which shell it is: they differ in what they know, and in every message. */
export type DialectName = 'bash' | 'dash' | 'ash'

export interface Dialect {
  readonly name: DialectName
  /** What comes before a message: "bash: line 3: ", "sh: 3: ". `program`: $0. */
  prefix(program: string, line: number): string
  /** "foo: command not found" */
  notFound(name: string): string
  /** Arrays, [[ ]], (( )), process substitution, brace expansion, here-strings, |&, &>, local -a … */
  readonly isBash: boolean
}

export const bash: Dialect = {
  name: 'bash',
  prefix: (program, line) => `${program}: line ${line}: `,
  notFound: name => `${name}: command not found`,
  isBash: true,
}

/** /bin/sh of Debian. */
export const dash: Dialect = {
  name: 'dash',
  prefix: (program, line) => `${program}: ${line}: `,
  notFound: name => `${name}: not found`,
  isBash: false,
}

/** /bin/sh of FreeBSD, another heir of the same shell: it tells no line of a command. */
export const freebsdSh: Dialect = { ...dash, prefix: program => `${program}: ` }

/** Of busybox: /bin/sh of Alpine. It knows much of bash, but no arrays. */
export const ash: Dialect = {
  name: 'ash',
  prefix: (program, line) => `${program}: line ${line}: `,
  notFound: name => `${name}: not found`,
  isBash: false,
}
