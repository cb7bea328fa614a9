/** coreutils' base32(1): RFC 4648. */
import { quotedIfNeeded, quotedWord } from '../../../programs/quote.js'
import { readAll } from '../../../programs/reading.js'
import { tool } from '../../../programs/tool.js'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const GROUP = 5
/** Characters that say something, of a group of so many bytes. */
const LENGTHS = [0, 2, 4, 5, 7, 8]

export const base32 = tool(tool => {
  const options = tool.options(['d,decode', 'i,ignore-garbage', 'w,wrap='])
  const [operand = '-', extra] = options.operands
  if (extra !== undefined) throw tool.usage(`extra operand ${quotedWord(extra)}`)
  const wrap = options.value('w') ?? '76'
  if (!/^\d+$/.test(wrap)) throw tool.fail(`invalid wrap size: ${quotedWord(wrap)}`)
  const bytes = tool.get(
    () => readAll(tool, operand),
    text => `${text === 'Is a directory' ? 'read error' : quotedIfNeeded(operand)}: ${text}`,
  )
  if (bytes === undefined) return
  if (options.has('d')) {
    const text = bytes.toString('latin1').replace(options.has('i') ? /[^A-Z2-7=]/g : /\n/g, '')
    const valid = /^(?:[A-Z2-7]{8}|[A-Z2-7]{7}=|[A-Z2-7]{5}={3}|[A-Z2-7]{4}={4}|[A-Z2-7]{2}={6})*/.exec(text)?.[0] ?? ''
    tool.print(decode(valid))
    if (valid.length < text.length) throw tool.fail('invalid input')
    return
  }
  const text = encode(bytes)
  const width = Number(wrap)
  if (width === 0) tool.print(text)
  else for (let at = 0; at < text.length; at += width) tool.print(`${text.slice(at, at + width)}\n`)
})

function encode(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += GROUP) {
    const group = bytes.subarray(at, at + GROUP)
    let value = 0n
    for (let index = 0; index < GROUP; index++) value = value * 256n + BigInt(group[index] ?? 0)
    const letters = Array.from({ length: 8 }, (_, index) =>
      ALPHABET.charAt(Number((value >> BigInt(35 - 5 * index)) & 31n)),
    )
    text += letters.slice(0, LENGTHS[group.length]).join('').padEnd(8, '=')
  }
  return text
}

function decode(text: string): Uint8Array {
  const groups = text.match(/.{8}/g) ?? []
  return Buffer.concat(
    groups.map(group => {
      const letters = group.replace(/=+$/, '')
      const value = [...letters.padEnd(8, 'A')].reduce(
        (sum, letter) => sum * 32n + BigInt(ALPHABET.indexOf(letter)),
        0n,
      )
      const bytes = Buffer.from(value.toString(16).padStart(10, '0'), 'hex')
      return bytes.subarray(0, LENGTHS.indexOf(letters.length))
    }),
  )
}
