/** The command line of apt's programs, which they read themselves: long names can't be cut short, levels add up. */
import type { Tool } from '../tool.js'
import { refusal } from './refusal.js'

interface Declared {
  /** The first one is what it is asked for by. */
  readonly names: readonly string[]
  readonly kind: 'flag' | 'level' | 'value'
}

/** With `=` at the end what takes a value, with `#` what takes a number or counts how often it was given. */
const OPTIONS = [
  ...['y,yes,assume-yes', 'assume-no', 'q,quiet,silent#', 's,simulate,just-print,dry-run,recon,no-act', 'o,option='],
  ...['t,target-release,default-release=', 'v,version', 'h,help', 'c,config-file=', 'installed', 'purge', 'reinstall'],
  ...['upgradable,upgradeable', 'a,all-versions', 'only-upgrade', 'no-upgrade', 'allow-change-held-packages', 'full'],
  ...['autoremove,auto-remove', 'f,fix-broken', 'm,fix-missing,ignore-missing', 'd,download-only', 'print-uris'],
  ...['install-recommends', 'install-suggests', 'allow-downgrades', 'allow-unauthenticated', 'allow-remove-essential'],
  ...['allow-releaseinfo-change', 'force-yes', 'trivial-only', 'no-remove', 'V,verbose-versions', 'u,show-upgraded'],
  ...['n,names-only', 'manual-installed', 'i,important', 'show-progress', 'fix-policy', 'solver=', 'P,build-profiles='],
  ...['with-new-pkgs', 'without-new-pkgs'],
].map(declare)
const LEFT_OUT = ['d', 'c', 'print-uris', 'manual-installed', 'trivial-only', 'no-remove', 'solver', 'P', 'full']
/** Names of settings that say the same as an option. */
const SETTINGS: ReadonlyMap<string, string> = new Map([
  ['apt::get::assume-yes', 'y'],
  ['apt::get::assume-no', 'assume-no'],
  ['apt::get::simulate', 's'],
  ['apt::get::purge', 'purge'],
  ['apt::get::reinstall', 'reinstall'],
  ['quiet', 'q'],
])
const SENSES = new Map([
  ...['yes', 'true', 'with', 'on', 'enable', '1'].map(word => [word, true] as const),
  ...['no', 'false', 'without', 'off', 'disable', '0'].map(word => [word, false] as const),
])

export class AptOptions {
  readonly operands: string[] = []
  readonly #given = new Map<string, string | number | boolean>()

  has(name: string): boolean {
    return (this.#given.get(name) ?? false) !== false
  }

  value(name: string): string | undefined {
    const value = this.#given.get(name)
    return typeof value === 'string' ? value : undefined
  }

  /** 0; 2 and more: nothing but errors, and what dpkg says. */
  get quiet(): number {
    return Number(this.#given.get('q') ?? 0)
  }

  set(name: string, value: string | number | boolean): void {
    this.#given.set(name, value)
  }
}

/** Throws what ends the program for a wrong call, and for what mockvm doesn't do. */
export function readAptOptions(tool: Tool): AptOptions {
  const options = new AptOptions()
  const pending = [...tool.args]
  for (let arg = pending.shift(); arg !== undefined; arg = pending.shift()) {
    if (arg === '--') break
    if (arg.startsWith('--')) readLong(tool, options, arg, pending)
    else if (arg.startsWith('-') && arg !== '-') readShort(tool, options, arg, pending)
    else options.operands.push(arg)
  }
  options.operands.push(...pending)
  for (const name of LEFT_OUT) {
    if (options.has(name)) throw refusal(tool, `${name.length === 1 ? '-' : '--'}${name}`)
  }
  return options
}

function readLong(tool: Tool, options: AptOptions, arg: string, pending: string[]): void {
  const [written = '', inline] = cut(arg.slice(2))
  const name = written.toLowerCase()
  const option = find(name)
  if (option !== undefined) take(tool, options, option, { arg, name: `--${written}`, inline, pending })
  else {
    const denied = name.startsWith('no-') ? find(name.slice(3)) : undefined
    if (denied?.kind !== 'flag' || inline !== undefined) throw unknown(tool, `${arg} is`, '')
    options.set(denied.names[0] ?? '', false)
  }
}

function readShort(tool: Tool, options: AptOptions, arg: string, pending: string[]): void {
  let rest = arg.slice(1)
  while (rest !== '') {
    const letter = rest.charAt(0)
    rest = rest.slice(1)
    const option = find(letter)
    if (option === undefined) throw unknown(tool, `'${letter}' [from ${arg}] is`, '.')
    const digits = option.kind === 'level' ? /^\d+/.exec(rest)?.[0] : undefined
    const takesRest = rest.startsWith('=') || (option.kind === 'value' && rest !== '')
    const inline = takesRest ? rest.replace(/^=/, '') : digits
    if (takesRest) rest = ''
    else if (digits !== undefined) rest = rest.slice(digits.length)
    take(tool, options, option, { arg, name: `-${letter}`, inline, pending })
  }
}

interface Given {
  readonly arg: string
  readonly name: string
  readonly inline: string | undefined
  readonly pending: string[]
}

function take(tool: Tool, options: AptOptions, { names, kind }: Declared, given: Given): void {
  const [key = ''] = names
  const { arg, inline } = given
  if (kind === 'level') {
    if (inline !== undefined && !/^\d{1,9}$/.test(inline)) {
      throw wrong(tool, `Option ${arg} requires an integer argument, not '${inline}'`)
    }
    options.set(key, inline === undefined ? options.quiet + 1 : Number(inline))
  } else if (kind === 'flag') {
    const sense = inline === undefined ? true : SENSES.get(inline.toLowerCase())
    if (sense === undefined) throw wrong(tool, `Sense ${inline} is not understood, try true or false.`)
    options.set(key, sense)
  } else {
    const value = inline ?? given.pending.shift()
    if (value === undefined) throw wrong(tool, `Option ${given.name} requires an argument.`)
    if (key === 'o') takeSetting(tool, options, value)
    else options.set(key, value)
  }
}

/** Of settings that are no options none changes what happens here. */
function takeSetting(tool: Tool, options: AptOptions, text: string): void {
  const [name, value] = cut(text)
  if (value === undefined) {
    throw wrong(tool, `Option ${text}: Configuration item specification must have an =<val>.`)
  }
  const key = SETTINGS.get(name.toLowerCase())
  if (key === 'q') options.set(key, Number.parseInt(value, 10) || 0)
  else if (key !== undefined) options.set(key, SENSES.get(value.toLowerCase()) ?? false)
}

/** Once an option is known, but not with that command. */
export function unknown(tool: Tool, what: string, end: string): Error {
  const text = `Command line option ${what} not understood in combination with the other options${end}`
  // apt(8) has its colours until it has read its settings.
  if (tool.name !== 'apt') return wrong(tool, text)
  tool.stderr.add(`\x1b[1;31mE: \x1b[0m${text}\x1b[0m\n`)
  return tool.exit(100)
}

function wrong(tool: Tool, message: string): Error {
  tool.stderr.add(`E: ${message}\n`)
  return tool.exit(100)
}

function declare(text: string): Declared {
  const kind = text.endsWith('=') ? 'value' : text.endsWith('#') ? 'level' : 'flag'
  return { names: text.replace(/[=#]$/, '').split(','), kind }
}

function find(name: string): Declared | undefined {
  return OPTIONS.find(({ names }) => names.includes(name))
}

/** What stands before the first "=" and behind it. */
function cut(text: string): readonly [string, string | undefined] {
  const at = text.indexOf('=')
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}
