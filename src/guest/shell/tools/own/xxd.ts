/** vim's xxd(1). */

import { Errno } from '../../../errno.js'
import { type Console, program } from '../../../programs/streaming/console.js'
import { readWhole } from '../../../programs/streaming/input.js'
import type { Wait } from '../../../wait.js'
import { eachRow } from './rows.js'

const OPTIONS = ['a', 'b', 'c=', 'g=', 'i', 'l=', 'o=', 'p', 'r', 's=', 'u']
/** Its long names, which take one dash, as far as scripts use them. */
const WORDS: Readonly<Record<string, string>> = {
  '-ps': '-p',
  '-plain': '-p',
  '-postscript': '-p',
  '-cols': '-c',
  '-len': '-l',
  '-seek': '-s',
}
const NO_FILE = 2

export const xxd = program(function* (console) {
  const args = console.args.map(arg => WORDS[arg] ?? arg)
  const options = yield* console.options(OPTIONS, { others: ['e', 'E', 'd', 'C', 'R='], args })
  const [input = '-', output] = options.operands
  if (output !== undefined) return yield* console.fail("mockvm doesn't do an output file yet")
  const explain = (operand: string, text: string) => `${operand}: ${text}`
  if (options.has('r')) {
    const bytes = yield* contentOf(console, input)
    if (bytes === undefined) return { exitCode: NO_FILE }
    yield* console.print(options.has('p') ? plainBytes(bytes) : yield* dumpedBytes(console, bytes))
    return undefined
  }
  const number = (name: string, otherwise: number) => readNumber(options.value(name), otherwise)
  let skip = number('s', 0)
  if (skip < 0) {
    const size = yield* sizeOf(console, input)
    if (size === undefined) return yield* console.fail('Sorry, cannot seek.', 4)
    skip = Math.max(0, size + skip)
  }
  const limit = number('l', Number.POSITIVE_INFINITY)
  const isUpper = options.has('u')
  const hex = (byte: number) => (isUpper ? byte.toString(16).toUpperCase() : byte.toString(16)).padStart(2, '0')
  const isPlain = options.has('p')
  const isBits = options.has('b')
  const usual = isPlain ? 30 : options.has('i') ? 12 : isBits ? 6 : 16
  const width = number('c', usual) || usual
  const group = number('g', isBits ? 1 : 2) || width
  const cell = (byte: number) => (isBits ? byte.toString(2).padStart(8, '0') : hex(byte))
  const full = width * (isBits ? 8 : 2) + Math.ceil(width / group)
  const all: Buffer[] = []
  const show = function* (row: Buffer, at: number) {
    if (options.has('i')) {
      all.push(row)
      return
    }
    if (isPlain) return yield* console.print(`${[...row].map(hex).join('')}\n`)
    const cells = [...row].map((byte, index) => (index % group === group - 1 ? `${cell(byte)} ` : cell(byte))).join('')
    const text = row.toString('latin1').replace(/[^ -~]/g, '.')
    const address = (skip + at + number('o', 0)).toString(16).padStart(8, '0')
    yield* console.print(`${address}: ${cells.padEnd(full)} ${text}\n`)
  }
  const { inputs } = yield* eachRow(console, { operands: [input], width, skip, limit, explain }, show)
  if (inputs === 0) return { exitCode: NO_FILE }
  if (options.has('i')) yield* console.print(include(input, Buffer.concat(all), width, isUpper))
  return undefined
})

/** All of it; undefined for what can't be read, which it tells. */
function* contentOf(console: Console, operand: string): Generator<Wait, Buffer | undefined, void> {
  try {
    return Buffer.from(yield* readWhole(console.task, operand))
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    yield* console.warn(`${operand}: ${error.text}`)
    return undefined
  }
}

/** Undefined for what has none that is known: a pipe, or what can't be found. */
function* sizeOf({ task }: Console, operand: string): Generator<Wait, number | undefined, void> {
  if (operand === '-') {
    const stat = task.descriptors.has(0) ? task.descriptors.get(0).file?.stat() : undefined
    return stat?.kind === 'file' ? Number(stat.size) : undefined
  }
  const path = task.path(operand)
  const { files } = task.guest
  return yield* task.call(() => (files.exists(path, task.cred) ? Number(files.stat(path, task.cred).size) : 0))
}

function readNumber(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  const value = /^[+-]?0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number(text.replace(/^\+/, ''))
  return Number.isFinite(value) ? value : 0
}

function include(name: string, bytes: Uint8Array, width: number, isUpper: boolean): string {
  const hex = (byte: number) => byte.toString(16).padStart(2, '0')
  const cells = [...bytes].map(byte => (isUpper ? `0X${hex(byte).toUpperCase()}` : `0x${hex(byte)}`))
  const rows: string[] = []
  for (let at = 0; at < cells.length; at += width) rows.push(`  ${cells.slice(at, at + width).join(', ')}`)
  if (name === '-') return rows.length === 0 ? '' : `${rows.join(',\n')}\n`
  const identifier = `${/^\d/.test(name) ? '__' : ''}${name.replace(/[^A-Za-z0-9_]/g, '_')}`
  return `unsigned char ${identifier}[] = {\n${rows.join(',\n')}\n};\nunsigned int ${identifier}_len = ${bytes.length};\n`
}

function plainBytes(text: Buffer): Uint8Array {
  return Buffer.from(text.toString('latin1').replace(/[^0-9A-Fa-f]/g, ''), 'hex')
}

/** Two blanks end the bytes of a line; where addresses leave a gap there are zeros. */
function* dumpedBytes(console: Console, text: Buffer): Generator<Wait, Uint8Array, void> {
  const parts: Buffer[] = []
  let size = 0
  for (const line of text.toString('latin1').split('\n')) {
    const [, address = '', cells = ''] = /^([0-9A-Fa-f]+): ?((?:[0-9A-Fa-f]{2,} ?)*)/.exec(line) ?? []
    if (address === '') continue
    const at = Number.parseInt(address, 16)
    if (at < size) return yield* console.fail('sorry, cannot seek backwards.')
    const row = Buffer.from(cells.replaceAll(' ', ''), 'hex')
    parts.push(Buffer.alloc(at - size), row)
    size = at + row.length
  }
  return Buffer.concat(parts)
}
