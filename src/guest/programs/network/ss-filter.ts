/** Filters of ss(8): which states are asked for, and an expression about ports. */
import type { ListeningSocket } from '../../listening.js'
import type { Tool } from '../tool.js'

type Test = (socket: ListeningSocket) => boolean

export interface SsFilter {
  /** Undefined: none are named. */
  readonly states: ReadonlySet<string> | undefined
  readonly matches: Test
}

const CONNECTING = ['syn-sent', 'syn-recv']
const CLOSING = ['fin-wait-1', 'fin-wait-2', 'close-wait', 'last-ack', 'closing']
const STATES = ['established', 'time-wait', 'closed', 'listening', ...CONNECTING, ...CLOSING]
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  all: STATES,
  connected: STATES.filter(state => state !== 'listening' && state !== 'closed'),
  synchronized: ['established', 'syn-recv', 'time-wait', ...CLOSING],
  bucket: ['syn-recv', 'time-wait'],
  big: STATES.filter(state => state !== 'syn-recv' && state !== 'time-wait'),
  unconnected: ['closed'],
}

const COMPARISONS: Readonly<Record<string, (port: number, asked: number) => boolean>> = {
  '=': (port, asked) => port === asked,
  '!=': (port, asked) => port !== asked,
  '<': (port, asked) => port < asked,
  '>': (port, asked) => port > asked,
  '<=': (port, asked) => port <= asked,
  '>=': (port, asked) => port >= asked,
}
const SPELLINGS: Readonly<Record<string, string>> = {
  ...{ '==': '=', eq: '=', ne: '!=', neq: '!=', lt: '<', gt: '>', le: '<=', leq: '<=', ge: '>=', geq: '>=' },
  ...{ '||': '|', or: '|', '&&': '&', and: '&', not: '!' },
}
const KEYWORDS = [...Object.keys(COMPARISONS), '|', '&', ')']
/** What ss can ask for besides. */
const LEFT_OUT = ['src', 'dst', 'dev', 'fwmark', 'cgroup', 'autobound']

export function readFilter(tool: Tool, operands: readonly string[]): SsFilter {
  const rest = [...operands]
  let states: Set<string> | undefined
  while (rest[0] === 'state' || rest[0] === 'exclude' || rest[0] === 'excl') {
    const isIncluding = rest.shift() === 'state'
    const name = rest.shift()
    if (name === undefined) throw complaint(tool, 'Command line is not complete. Try option "help"', 255)
    const named = GROUPS[name] ?? (STATES.includes(name) ? [name] : undefined)
    if (named === undefined) throw complaint(tool, `ss: wrong state name: ${name}`, 255)
    states ??= new Set(isIncluding ? [] : STATES)
    for (const state of named) {
      if (isIncluding) states.add(state)
      else states.delete(state)
    }
  }
  const words = rest.flatMap(operand => operand.split(/\s+/)).filter(word => word !== '')
  const tokens = words.map(word => SPELLINGS[word] ?? word)
  return { states, matches: tokens.length === 0 ? () => true : new Expression(tool, tokens).read() }
}

class Expression {
  readonly #tool: Tool
  readonly #tokens: string[]

  constructor(tool: Tool, tokens: string[]) {
    this.#tool = tool
    this.#tokens = tokens
  }

  read(): Test {
    const test = this.#terms()
    if (this.#tokens.length > 0) throw this.#syntaxError()
    return test
  }

  /** From left to right: neither word binds closer. Without one between them two must both be true. */
  #terms(): Test {
    let test = this.#single()
    while (this.#tokens.length > 0 && this.#tokens[0] !== ')') {
      const [before, isEither] = [test, this.#take('|')]
      if (!isEither) this.#take('&')
      const next = this.#single()
      test = isEither ? socket => before(socket) || next(socket) : socket => before(socket) && next(socket)
    }
    return test
  }

  #single(): Test {
    if (this.#take('!')) {
      const test = this.#single()
      return socket => !test(socket)
    }
    if (this.#take('(')) {
      const test = this.#terms()
      if (!this.#take(')')) throw this.#syntaxError()
      return test
    }
    const subject = this.#tokens.shift()
    if (subject !== undefined && (LEFT_OUT.includes(subject) || /^[\d*:[]/.test(subject))) {
      throw this.#tool.fail(`mockvm doesn't do the filter ${subject} yet`)
    }
    if (subject === undefined || KEYWORDS.includes(subject)) throw this.#syntaxError()
    if (subject !== 'sport' && subject !== 'dport') {
      // Anything else is an address.
      const host = subject.replace(/:[^:]*$/, '')
      const error = `Error: an inet prefix is expected rather than "${host}".\nCannot parse dst/src address.`
      throw complaint(this.#tool, error, 1)
    }
    const compare = COMPARISONS[this.#tokens[0] ?? '']
    if (compare !== undefined) this.#tokens.shift()
    const value = this.#tokens.shift()
    if (value === undefined || KEYWORDS.includes(value)) throw this.#syntaxError()
    const asked = this.#port(value)
    if (asked === undefined) return () => true
    const holds = compare ?? COMPARISONS['=']
    return ({ port, protocol }) => {
      const number = asked[protocol]
      return number !== undefined && holds?.(subject === 'sport' ? port : 0, number) === true
    }
  }

  /** By protocol; undefined: any. */
  #port(text: string): Partial<Record<string, number>> | undefined {
    const name = text.replace(/^\*?:/, '')
    if (name === '*' || name === '') return undefined
    if (/^\d+$/.test(name)) return { tcp: Number(name), udp: Number(name) }
    const ports = servicePorts(this.#tool, name)
    if (Object.keys(ports).length > 0) return ports
    throw complaint(this.#tool, `Error: "${name}" does not look like a port.\nCannot parse dst/src address.`, 1)
  }

  #take(token: string): boolean {
    if (this.#tokens[0] !== token) return false
    this.#tokens.shift()
    return true
  }

  #syntaxError(): Error {
    return complaint(this.#tool, 'ss: bison bellows (while parsing filter): "syntax error!" Sorry.', 255)
  }
}

/** Of a name in /etc/services. */
function servicePorts({ files }: Tool, name: string): Record<string, number> {
  const text = files.exists('/etc/services') ? files.readFile('/etc/services', 'utf8') : ''
  const rows = text.split('\n').map(line => (line.split('#')[0] ?? '').split(/\s+/))
  return Object.fromEntries(
    rows
      .filter(([service, , ...aliases]) => service === name || aliases.includes(name))
      .map(([, entry = '']) => entry.split('/'))
      .map(([port, protocol = '']) => [protocol, Number(port)]),
  )
}

function complaint(tool: Tool, message: string, exitCode: number): Error {
  tool.stderr.add(`${message}\n`)
  return tool.exit(exitCode)
}
