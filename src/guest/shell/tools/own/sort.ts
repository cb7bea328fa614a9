import { textBytes } from '../../../programs/output.js'
import { quotedIfNeeded, quotedWord } from '../../../programs/quote.js'
import { type Tool, tool } from '../../../programs/tool.js'
import { contentOf, linesOf, printLatin1 } from './lines.js'
import { compareVersions } from './version-order.js'

const OPTIONS = [
  ...['b,ignore-leading-blanks', 'c,check?', 'C', 'd,dictionary-order', 'f,ignore-case', 'g,general-numeric-sort'],
  ...[
    'h,human-numeric-sort',
    'i,ignore-nonprinting',
    'k,key=',
    'M,month-sort',
    'm,merge',
    'n,numeric-sort',
    'o,output=',
  ],
  ...[
    'R,random-sort',
    'r,reverse',
    'S,buffer-size=',
    's,stable',
    'T,temporary-directory=',
    't,field-separator=',
    'u,unique',
  ],
  ...['V,version-sort', 'z,zero-terminated', 'parallel=', 'debug', 'files0-from=', 'batch-size=', 'compress-program='],
]
const ORDERS = 'gnhMVRdfi'
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const SUFFIXES = '\0KMGTPEZY'
const TROUBLE = 2

interface Key {
  readonly from: readonly [field: number, character: number]
  readonly to: readonly [field: number, character: number] | undefined
  readonly skipsStart: boolean
  readonly skipsEnd: boolean
  readonly flags: string
}

export const sort = tool(tool => {
  const args = tool.args.map(arg => (/^-c$/.test(arg) ? '--check' : arg))
  const options = tool.options(OPTIONS, { usageCode: TROUBLE, others: ['sort=', 'random-source='] }, args)
  for (const name of ['debug', 'files0-from', 'R'] as const) {
    if (options.has(name))
      throw tool.fail(`mockvm doesn't do ${name === 'R' ? '--random-sort' : `--${name}`} yet`, TROUBLE)
  }
  const global = options.list
    .map(({ name }) => name)
    .filter(name => `${ORDERS}br`.includes(name))
    .join('')
  const separator = options.value('t')
  if (separator === '') throw tool.fail('empty tab', TROUBLE)
  if (separator !== undefined && separator.length > 1 && separator !== '\\0') {
    throw tool.fail(`multi-character tab ${quotedWord(separator)}`, TROUBLE)
  }
  const tab =
    separator === '\\0'
      ? '\0'
      : separator === undefined
        ? undefined
        : Buffer.from(textBytes(separator)).toString('latin1')
  const given = options.list.filter(({ name }) => name === 'k').map(({ value = '' }) => readKey(tool, value, global))
  const keys: Key[] =
    given.length > 0
      ? given
      : [{ from: [1, 1], to: undefined, skipsStart: global.includes('b'), skipsEnd: false, flags: global }]
  const end = options.has('z') ? '\0' : '\n'
  const byKeys = (a: string, b: string) => {
    for (const key of keys) {
      const order = compareBy(key.flags, fieldOf(a, key, tab), fieldOf(b, key, tab))
      if (order !== 0) return key.flags.includes('r') ? -order : order
    }
    return 0
  }
  const isReverse = global.includes('r')
  const compare = (a: string, b: string) => {
    const order = byKeys(a, b)
    if (order !== 0 || options.has('s') || options.has('u')) return order
    return isReverse ? compareBytes(b, a) : compareBytes(a, b)
  }
  const operands = options.operands.length === 0 ? ['-'] : options.operands
  const all: string[] = []
  for (const operand of operands) {
    const content = tool.get(
      () => contentOf(tool, operand),
      text => `${text === 'Is a directory' ? 'read failed' : 'cannot read'}: ${quotedIfNeeded(operand)}: ${text}`,
      TROUBLE,
    )
    if (content === undefined) throw tool.exit(TROUBLE)
    for (const line of linesOf(content, end)) all.push(line)
  }
  if (options.has('c') || options.has('C')) {
    const wrong = all.findIndex((line, at) => {
      if (at === 0) return false
      const order = compare(all[at - 1] ?? '', line)
      return order > 0 || (options.has('u') && order === 0)
    })
    if (wrong === -1) return
    if (options.has('c') && options.value('c') !== 'quiet' && options.value('c') !== 'silent') {
      const name = operands[0] ?? '-'
      throw tool.fail(`${quotedIfNeeded(name)}:${wrong + 1}: disorder: ${all[wrong]}`)
    }
    throw tool.exit(1)
  }
  const sorted = all.sort(compare)
  const kept = options.has('u')
    ? sorted.filter((line, at) => at === 0 || byKeys(sorted[at - 1] ?? '', line) !== 0)
    : sorted
  const text = kept.map(line => line + end).join('')
  const output = options.value('o')
  if (output === undefined) printLatin1(tool, text)
  else write(tool, output, text)
})

function write(tool: Tool, output: string, text: string): void {
  const flags = { read: false, write: true, create: true, truncate: true }
  const done = tool.attempt(
    () => {
      const file = tool.files.open(tool.path(output), flags, 0o666, tool.cred)
      for (let bytes: Uint8Array = Buffer.from(text, 'latin1'); bytes.length > 0; )
        bytes = bytes.subarray(file.write(bytes))
      file.close()
    },
    reason => `open failed: ${quotedIfNeeded(output)}: ${reason}`,
    TROUBLE,
  )
  if (!done) throw tool.exit(TROUBLE)
}

function readKey(tool: Tool, text: string, global: string): Key {
  const match = /^(\d+)(?:\.(\d+))?([bdfghiMnRrV]*)(?:,(\d+)(?:\.(\d+))?([bdfghiMnRrV]*))?$/.exec(text)
  if (match === null) {
    if (/^\d/.test(text))
      throw tool.fail(`stray character in field spec: invalid field specification ${quotedWord(text)}`, TROUBLE)
    throw tool.fail(`invalid number at field start: invalid count at start of ${quotedWord(text)}`, TROUBLE)
  }
  const [, field, character = '1', startFlags = '', endField, endCharacter = '0', endFlags = ''] = match
  if (Number(field) === 0)
    throw tool.fail(`field number is zero: invalid field specification ${quotedWord(text)}`, TROUBLE)
  if (Number(character) === 0) {
    throw tool.fail(`character offset is zero: invalid field specification ${quotedWord(text)}`, TROUBLE)
  }
  const own = startFlags + endFlags
  const isOwn = own !== ''
  return {
    from: [Number(field), Number(character)],
    to: endField === undefined ? undefined : [Number(endField), Number(endCharacter)],
    skipsStart: isOwn ? startFlags.includes('b') : global.includes('b'),
    skipsEnd: isOwn ? endFlags.includes('b') : global.includes('b'),
    flags: isOwn ? own : global,
  }
}

function fieldOf(line: string, key: Key, tab: string | undefined): string {
  if (key.from[0] === 1 && key.from[1] === 1 && key.to === undefined && !key.skipsStart) return line
  let from = startOfField(line, key.from[0], tab)
  if (key.skipsStart) from = skipBlanks(line, from)
  from = Math.min(line.length, from + key.from[1] - 1)
  let to = line.length
  if (key.to !== undefined) {
    const [field, character] = key.to
    if (character === 0) to = endOfField(line, field, tab)
    else {
      let at = startOfField(line, field, tab)
      if (key.skipsEnd) at = skipBlanks(line, at)
      to = Math.min(line.length, at + character)
    }
  }
  return line.slice(from, Math.max(from, to))
}

function skipBlanks(line: string, from: number): number {
  let at = from
  while (line[at] === ' ' || line[at] === '\t') at++
  return at
}

/** Without a separator a field begins with the blanks before it. */
function startOfField(line: string, number: number, tab: string | undefined): number {
  let at = 0
  for (let left = number - 1; left > 0 && at < line.length; left--) {
    if (tab === undefined) {
      at = skipBlanks(line, at)
      while (at < line.length && line[at] !== ' ' && line[at] !== '\t') at++
    } else {
      const found = line.indexOf(tab, at)
      at = found === -1 ? line.length : found + 1
    }
  }
  return at
}

function endOfField(line: string, number: number, tab: string | undefined): number {
  const at = startOfField(line, number, tab)
  if (tab !== undefined) {
    const found = line.indexOf(tab, at)
    return found === -1 ? line.length : found
  }
  let end = skipBlanks(line, at)
  while (end < line.length && line[end] !== ' ' && line[end] !== '\t') end++
  return end
}

function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function compareBy(flags: string, a: string, b: string): number {
  if (flags.includes('n')) return compareNumbers(a, b)
  if (flags.includes('h')) return compareHuman(a, b)
  if (flags.includes('g')) return compareGeneral(a, b)
  if (flags.includes('M')) return month(a) - month(b)
  const [x, y] = [a, b].map(text => translated(flags, text))
  if (flags.includes('V')) return compareVersions(x ?? '', y ?? '')
  return compareBytes(x ?? '', y ?? '')
}

function translated(flags: string, text: string): string {
  let result = text
  if (flags.includes('d')) result = result.replace(/[^A-Za-z0-9 \t]/g, '')
  if (flags.includes('i')) result = result.replace(/[^ -~]/g, '')
  if (flags.includes('f')) result = result.replace(/[a-z]/g, letter => letter.toUpperCase())
  return result
}

const NUMBER = /^[ \t]*(-?)(\d*)(?:\.(\d*))?/

/** Decimal digits of any length. */
function compareNumbers(a: string, b: string): number {
  const [x, y] = [a, b].map(text => {
    const [, sign = '', whole = '', fraction = ''] = NUMBER.exec(text) ?? []
    const digits = whole.replace(/^0+/, '')
    const rest = fraction.replace(/0+$/, '')
    return { isNegative: sign === '-' && (digits !== '' || rest !== ''), digits, rest }
  })
  if (x === undefined || y === undefined) return 0
  if (x.isNegative !== y.isNegative) return x.isNegative ? -1 : 1
  const order = x.digits.length - y.digits.length || compareBytes(x.digits, y.digits) || compareBytes(x.rest, y.rest)
  return x.isNegative ? -order : order
}

function compareHuman(a: string, b: string): number {
  const [x, y] = [a, b].map(text => {
    const [whole = '', sign = '', digits = '', fraction = ''] = NUMBER.exec(text) ?? []
    const isZero = !/[1-9]/.test(digits + fraction)
    const suffix = text.charAt(whole.length)
    const power = Math.max(0, SUFFIXES.indexOf(suffix === 'k' ? 'K' : suffix || '\0'))
    return isZero ? 0 : sign === '-' ? -(power + 1) : power + 1
  })
  return (x ?? 0) - (y ?? 0) || compareNumbers(a, b)
}

function compareGeneral(a: string, b: string): number {
  const [x, y] = [a, b].map(text => {
    const match = /^[ \t]*[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?|inf(?:inity)?|nan)/i.exec(text)
    if (match === null) return undefined
    return Number(match[0].trim().replace(/inf(inity)?$/i, 'Infinity'))
  })
  if (x === undefined || y === undefined) return (x === undefined ? 0 : 1) - (y === undefined ? 0 : 1)
  if (Number.isNaN(x) || Number.isNaN(y)) return (Number.isNaN(x) ? 0 : 1) - (Number.isNaN(y) ? 0 : 1)
  return x < y ? -1 : x > y ? 1 : 0
}

function month(text: string): number {
  return MONTHS.indexOf(text.trimStart().slice(0, 3).toUpperCase()) + 1
}
