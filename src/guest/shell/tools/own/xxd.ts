/** vim's xxd(1). */
import { readAll } from '../../../programs/reading.js'
import { type Tool, tool } from '../../../programs/tool.js'

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

export const xxd = tool(tool => {
  const args = tool.args.map(arg => WORDS[arg] ?? arg)
  const options = tool.options(OPTIONS, { others: ['e', 'E', 'd', 'C', 'R='] }, args)
  const [input = '-', output] = options.operands
  if (output !== undefined) throw tool.fail("mockvm doesn't do an output file yet")
  const bytes = tool.get(
    () => readAll(tool, input),
    text => `${input}: ${text}`,
    NO_FILE,
  )
  if (bytes === undefined) return
  if (options.has('r')) {
    tool.print(options.has('p') ? plainBytes(bytes) : dumpedBytes(tool, bytes))
    return
  }
  const number = (name: string, otherwise: number) => readNumber(options.value(name), otherwise)
  const skip = number('s', 0)
  const start = skip < 0 ? Math.max(0, bytes.length + skip) : skip
  const part = bytes.subarray(start, start + number('l', bytes.length))
  const isUpper = options.has('u')
  const hex = (byte: number) => (isUpper ? byte.toString(16).toUpperCase() : byte.toString(16)).padStart(2, '0')
  if (options.has('p')) {
    const width = number('c', 30)
    for (let at = 0; at < part.length; at += width)
      tool.print(`${[...part.subarray(at, at + width)].map(hex).join('')}\n`)
    return
  }
  if (options.has('i')) {
    tool.print(include(input, part, number('c', 12), isUpper))
    return
  }
  const isBits = options.has('b')
  const width = number('c', isBits ? 6 : 16)
  const group = number('g', isBits ? 1 : 2) || width
  const cell = (byte: number) => (isBits ? byte.toString(2).padStart(8, '0') : hex(byte))
  const digits = isBits ? 8 : 2
  const full = width * digits + Math.ceil(width / group)
  for (let at = 0; at < part.length; at += width) {
    const row = [...part.subarray(at, at + width)]
    const cells = row.map((byte, index) => (index % group === group - 1 ? `${cell(byte)} ` : cell(byte))).join('')
    const text = row.map(byte => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')
    const address = (start + at + number('o', 0)).toString(16).padStart(8, '0')
    tool.print(`${address}: ${cells.padEnd(full)} ${text}\n`)
  }
})

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
function dumpedBytes(tool: Tool, text: Buffer): Uint8Array {
  const parts: Buffer[] = []
  let size = 0
  for (const line of text.toString('latin1').split('\n')) {
    const [, address = '', cells = ''] = /^([0-9A-Fa-f]+): ?((?:[0-9A-Fa-f]{2,} ?)*)/.exec(line) ?? []
    if (address === '') continue
    const at = Number.parseInt(address, 16)
    if (at < size) throw tool.fail('sorry, cannot seek backwards.')
    const row = Buffer.from(cells.replaceAll(' ', ''), 'hex')
    parts.push(Buffer.alloc(at - size), row)
    size = at + row.length
  }
  return Buffer.concat(parts)
}
