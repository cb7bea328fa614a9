/** Finds the answer to a command in what an agent sends: 0xFF, the line of the sync, and the line of the command. */
import { GrowingBuffer } from '../../../client/growing-buffer.js'
import { parseJson } from '../../../json/parse.js'
import { toPlain } from '../../../json/plain.js'
import { isJsonObject } from '../../../json/value.js'
import type { HttpJson } from '../../json.js'
import { malformedJson } from '../malformed-json.js'
import { asText, isTrue } from './perl-values.js'

const LF = 0x0a
const CR = 0x0d
const DELIMITER = 0xff
const BRACE = 0x7d

export type Reply = { readonly [name: string]: HttpJson }

/** Its message is the cause that the API tells. */
export class BadReply extends Error {}

export class ReplyReader {
  readonly #id: bigint
  readonly #buffer = new GrowingBuffer()

  /** @param id Of the sync in front of the command. */
  constructor(id: bigint) {
    this.#id = id
  }

  /** The reply, once it is whole. Throws BadReply. */
  push(chunk: Buffer): Reply | undefined {
    this.#buffer.append(chunk)
    // Nothing is whole before a line ends.
    if (!chunk.includes(LF)) return undefined
    const bytes = this.#buffer.take()
    const pair = lastBehindDelimiter(bytes, twoLines)
    this.#buffer.append(pair === undefined ? bytes : bytes.subarray(pair.end))
    if (pair === undefined) return undefined
    const [synced, answer] = pair.lines
    const id = idOf(read(synced as Buffer))
    if (isLower(id, this.#id)) return undefined
    if (id !== this.#id) throw new BadReply(`got wrong command id '${asText(id)}' (expected ${this.#id})\n`)
    return read(answer as Buffer)
  }

  /** Whether the sync has been answered, for commands that may end with the connection. Throws BadReply. */
  hasSynced(): boolean {
    const found = lastBehindDelimiter(this.#buffer.take(), oneLine)
    if (found === undefined) return false
    // The API doesn't look which id it is.
    idOf(read(found.lines[0] as Buffer))
    return true
  }
}

interface Lines {
  readonly lines: readonly Buffer[]
  /** What comes behind them. */
  readonly end: number
}

/** The last 0xFF counts behind which there is what is looked for. */
function lastBehindDelimiter(
  bytes: Buffer,
  find: (bytes: Buffer, from: number) => Lines | undefined,
): Lines | undefined {
  let at = bytes.lastIndexOf(DELIMITER)
  while (at !== -1) {
    const found = find(bytes, at + 1)
    if (found !== undefined) return found
    at = at === 0 ? -1 : bytes.lastIndexOf(DELIMITER, at - 1)
  }
  return undefined
}

function oneLine(bytes: Buffer, from: number): Lines | undefined {
  const end = bytes.indexOf(LF, from)
  if (end === -1) return undefined
  const line = bytes.subarray(from, bytes[end - 1] === CR ? end - 1 : end)
  // Something has to stand in front of the brace.
  return line.length >= 2 && line.at(-1) === BRACE ? { lines: [line], end: end + 1 } : undefined
}

function twoLines(bytes: Buffer, from: number): Lines | undefined {
  const first = oneLine(bytes, from)
  const second = first && oneLine(bytes, first.end)
  return second && { lines: [...first.lines, ...second.lines], end: second.end }
}

/** Perl takes bytes for characters: what the agent has not escaped becomes two of them. */
function read(line: Buffer): Reply {
  const text = line.toString('latin1')
  try {
    const value = parseJson(text)
    if (isJsonObject(value)) return toPlain(value)
  } catch {}
  throw new BadReply(malformedJson(text))
}

function idOf({ return: id }: Reply): HttpJson {
  if (id === undefined || !isTrue(id)) throw new BadReply('received response without command id\n')
  return id
}

function isLower(id: HttpJson, expected: bigint): boolean {
  if (typeof id === 'bigint' || typeof id === 'number') return id < expected
  // Texts are numbers to Perl as far as they begin with digits, true is 1, a reference an address.
  if (typeof id === 'string') return Number.parseFloat(id) < expected || Number.isNaN(Number.parseFloat(id))
  return id === true
}
