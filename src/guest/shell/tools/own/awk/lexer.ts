/** The words of an awk program. */
export interface Token {
  readonly kind: 'number' | 'string' | 'regex' | 'name' | 'call' | 'word' | 'builtin' | 'mark' | 'newline' | 'end'
  readonly text: string
  readonly line: number
}

export class AwkError extends Error {
  override readonly name = 'AwkError'
}

const WORDS = new Set(
  'BEGIN END function func if else while for do break continue next nextfile exit return delete in getline print printf'.split(
    ' ',
  ),
)
const BUILTINS = new Set(
  (
    'length substr index split sub gsub gensub match sprintf sin cos atan2 exp log sqrt int rand srand tolower toupper system close fflush ' +
    'systime strftime mktime'
  ).split(' '),
)
const MARKS = [
  ...['**=', '&&', '||', '++', '--', '+=', '-=', '*=', '/=', '%=', '^=', '==', '<=', '>=', '!=', '!~', '>>', '**'],
  ...[
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    ';',
    ',',
    '+',
    '-',
    '*',
    '/',
    '%',
    '^',
    '!',
    '>',
    '<',
    '|',
    '?',
    ':',
    '~',
    '$',
    '=',
  ],
]
const ESCAPES: Readonly<Record<string, string>> = {
  ...{ n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', '/': '/', a: '\x07', b: '\b', f: '\f', v: '\v' },
}

export function unescaped(text: string): string {
  return text.replace(/\\([0-7]{1,3}|[\s\S])/g, (whole, code: string) => {
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) & 255)
    if (code === '\n') return ''
    return ESCAPES[code] ?? whole
  })
}

export function tokenize(program: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  let line = 1
  const add = (kind: Token['kind'], text: string) => tokens.push({ kind, text, line })
  while (at < program.length) {
    const rest = program.slice(at)
    const blank = /^(?:[ \t\r]|\\\r?\n|#[^\n]*)+/.exec(rest)
    if (blank !== null) {
      line += blank[0].split('\n').length - 1
      at += blank[0].length
      continue
    }
    if (rest.startsWith('\n')) {
      add('newline', '\n')
      line++
      at++
      continue
    }
    const number = /^(?:0x[\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/.exec(rest)
    if (number !== null) {
      add('number', number[0])
      at += number[0].length
      continue
    }
    if (rest.startsWith('"')) {
      const string = /^"((?:[^"\\\n]|\\[\s\S])*)"/.exec(rest)
      if (string === null) throw new AwkError(`line ${line}: runaway string constant "${rest.slice(1, 11)} ...`)
      add('string', unescaped(string[1] ?? ''))
      at += string[0].length
      continue
    }
    if (rest.startsWith('/') && startsOperand(tokens.at(-1))) {
      const regex = /^\/((?:[^/\\\n[]|\\.|\[\^?\]?(?:\[:\w+:\]|\\.|[^\]\n])*\]|\[)*)\//.exec(rest)
      if (regex === null) throw new AwkError(`line ${line}: runaway regular expression /${rest.slice(1, 11)} ...`)
      add('regex', (regex[1] ?? '').replace(/\\\//g, '/'))
      at += regex[0].length
      continue
    }
    const name = /^[A-Za-z_]\w*/.exec(rest)
    if (name !== null) {
      const [text] = name
      at += text.length
      if (WORDS.has(text)) add('word', text === 'func' ? 'function' : text)
      else if (BUILTINS.has(text)) add('builtin', text)
      else add(program[at] === '(' ? 'call' : 'name', text)
      continue
    }
    const mark = MARKS.find(each => rest.startsWith(each))
    if (mark === undefined) throw new AwkError(`line ${line}: syntax error at or near ${rest.charAt(0)}`)
    add('mark', mark === '**' ? '^' : mark === '**=' ? '^=' : mark)
    at += mark.length
  }
  add('end', 'end of file')
  return tokens
}

/** Whether a slash begins a regular expression here, and divides nothing. */
function startsOperand(before: Token | undefined): boolean {
  if (before === undefined) return true
  if (['number', 'string', 'regex', 'name', 'builtin'].includes(before.kind)) return false
  return !(before.kind === 'mark' && [')', ']', '$', '++', '--'].includes(before.text))
}
