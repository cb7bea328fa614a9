/** Command lines of unit files (systemd.service(5)): how they are split, and what stands for variables in them. */

export interface ExecLine {
  /** The program first, a path or a name that is looked for in systemd's own folders. */
  readonly argv: readonly string[]
  /** A failure of it is none: "-" before the path. */
  readonly ignoresFailure: boolean
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', s: ' ' }

/** Undefined for a line that names no program. */
export function parseExecLine(line: string): ExecLine | undefined {
  const [first = '', ...rest] = splitWords(line)
  const [, marks = '', program = ''] = /^([-@:+!|]*)(.*)$/s.exec(first) ?? []
  if (program === '') return undefined
  return { argv: [program, ...rest], ignoresFailure: marks.includes('-') }
}

/** At blanks; quotes hold together what they enclose, and a backslash begins an escape. */
export function splitWords(line: string): readonly string[] {
  const parts = line.match(/(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\\.|[^\s"'\\]|["'\\])+/gs) ?? []
  return parts.map(part =>
    part.replace(
      /"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|(\\(?:x[0-9a-fA-F]{2}|.))/gs,
      (_, one?: string, other?: string, mark = '') => unescaped(one ?? other ?? mark),
    ),
  )
}

function unescaped(text: string): string {
  return text.replace(/\\(x[0-9a-fA-F]{2}|.)/gs, (_, mark: string) => {
    if (/^x./.test(mark)) return String.fromCharCode(Number.parseInt(mark.slice(1), 16))
    return ESCAPES[mark] ?? mark
  })
}

/** A word that is read back as it is. */
export function quoteWord(word: string): string {
  const escaped = word.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
  return /[\s"']/.test(word) || word === '' ? `"${escaped.replaceAll('"', '\\"')}"` : escaped
}

/** %n and its like (systemd.unit(5)). What isn't known here stays as it is. */
export function fillSpecifiers(text: string, unit: string, hostname: string): string {
  const prefix = unit.replace(/\.[^.]*$/, '')
  const [, template = prefix, instance = ''] = /^([^@]*)@(.*)$/.exec(prefix) ?? []
  const known: Readonly<Record<string, string>> = {
    ...{ n: unit, N: prefix, p: template, i: instance, I: instance, H: hostname, '%': '%' },
    ...{ t: '/run', S: '/var/lib', C: '/var/cache', L: '/var/log', E: '/etc', T: '/tmp', V: '/var/tmp' },
    ...{ u: 'root', U: '0', h: '/root' },
  }
  return text.replace(/%(.)/gs, (whole, letter: string) => (Object.hasOwn(known, letter) ? known[letter] : whole) ?? '')
}

/** ${NAME} anywhere is its value; $NAME as a word of its own is split at blanks. "$$" is a dollar. */
export function fillVariables(argv: readonly string[], variables: Readonly<Record<string, string>>): readonly string[] {
  const value = (name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined) ?? ''
  return argv.flatMap((word, index) => {
    const [, alone] = /^\$([A-Za-z_]\w*)$/.exec(word) ?? []
    if (alone !== undefined && index > 0) return splitWords(value(alone))
    return word.replace(/\$\$|\$\{([A-Za-z_]\w*)\}/g, (found, name: string | undefined) =>
      found === '$$' ? '$' : value(name ?? ''),
    )
  })
}
