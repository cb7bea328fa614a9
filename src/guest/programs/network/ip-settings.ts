/** The options of ip(8), and the words that it takes cut short. */
import type { Tool } from '../tool.js'
import { iprouteJson, type JsonValue } from './iproute-json.js'

const COLOURS = { name: 36, mac: 33, inet: 35, inet6: 34, up: 32, down: 31 } as const

/** In the order in which ip(8) looks for what an option is short for. */
const OPTIONS = [
  ...['loops', 'family', '4', '6', '0', 'M', 'B', 'human', 'iec', 'stats', 'statistics', 'details', 'resolve'],
  ...['oneline', 'timestamp', 'tshort', 'force', 'batch', 'brief', 'json', 'rcvbuf', 'color', 'help', 'netns'],
  ...['Numeric', 'all', 'Version', 'pretty'],
]
const FAMILIES = ['inet', 'inet6']

export class IpSettings {
  readonly tool: Tool
  family: 'inet' | 'inet6' | undefined
  json = false
  pretty = false
  brief = false
  oneline = false
  colour = false
  statistics = 0

  constructor(tool: Tool) {
    this.tool = tool
  }

  paint(colour: keyof typeof COLOURS, text: string): string {
    return this.colour ? `\x1b[${COLOURS[colour]}m${text}\x1b[0m` : text
  }

  /** What ends a line within one thing that is shown. */
  get lineEnd(): string {
    return this.oneline ? '\\' : '\n'
  }

  printJson(value: JsonValue): void {
    this.tool.print(`${iprouteJson(value, this.pretty)}\n`)
  }

  /** Complains in ip's way, without its name; to be thrown. */
  fail(message: string, exitCode = 1): Error {
    this.tool.stderr.add(`${message}\n`)
    return this.tool.exit(exitCode)
  }

  /** Says what the kernel answered; to be thrown. */
  refused(text: string): Error {
    return this.fail(`RTNETLINK answers: ${text}`, 2)
  }

  /** To be thrown: ip(8) does this, and here it isn't done. */
  missing(what: string): Error {
    return this.fail(`ip: mockvm doesn't do ${what} yet`, 1)
  }

  /** Each word, with what takes the one behind it as its value and throws if there is none. */
  *pairs(words: readonly string[]): Generator<[word: string, value: () => string], void, void> {
    const pending = [...words]
    const value = () => {
      const next = pending.shift()
      if (next === undefined) throw this.incomplete()
      return next
    }
    for (let word = pending.shift(); word !== undefined; word = pending.shift()) yield [word, value]
  }

  incomplete(): Error {
    return this.fail('Command line is not complete. Try option "help"', 255)
  }

  mustBeRoot(): void {
    if (this.tool.cred.uid !== 0) throw this.refused('Operation not permitted')
  }
}

/** Reads the options; returns the words behind them. */
export function readSettings(settings: IpSettings, args: readonly string[]): readonly string[] {
  const words = [...args]
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (!word.startsWith('-')) return [word, ...words]
    if (word === '--') return words
    const [given = '', value] = word.replace(/^--?/, '').split('=')
    const option = OPTIONS.find(name => given !== '' && name.startsWith(given))
    if (option === '4') settings.family = 'inet'
    else if (option === '6') settings.family = 'inet6'
    else if (option === 'family') settings.family = readFamily(settings, words.shift())
    else if (option === 'stats' || option === 'statistics') settings.statistics++
    else if (option === 'json') settings.json = true
    else if (option === 'pretty') settings.pretty = true
    else if (option === 'brief') settings.brief = true
    else if (option === 'oneline') settings.oneline = true
    else if (option === 'color') settings.colour = value === undefined || value === 'always'
    else if (option === 'Version') {
      settings.tool.print('ip utility, iproute2-6.1.0, libbpf 1.1.2\n')
      throw settings.tool.exit(0)
    } else if (option === 'help') return ['help']
    else if (option === undefined) throw settings.fail(`Option "${word}" is unknown, try "ip -help".`, 255)
    else throw settings.missing(`ip -${option}`)
  }
  return []
}

function readFamily(settings: IpSettings, name: string | undefined): 'inet' | 'inet6' {
  if (name === undefined) throw settings.incomplete()
  if (!FAMILIES.includes(name)) throw settings.missing(`ip -family ${name}`)
  return name === 'inet' ? 'inet' : 'inet6'
}

/** The first of the words that begins so. */
export function abbreviated<W extends string>(words: readonly W[], given: string): W | undefined {
  return words.find(word => given !== '' && word.startsWith(given))
}
