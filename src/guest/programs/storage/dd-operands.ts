/** What dd(1) is asked for: NAME=VALUE. */
import { quotedWord } from '../quote.js'
import type { Tool } from '../tool.js'
import { type Job, LARGEST } from './dd-copy.js'

const OPERANDS = [
  'if',
  'of',
  'ibs',
  'obs',
  'bs',
  'cbs',
  'skip',
  'iseek',
  'seek',
  'oseek',
  'count',
  'conv',
  'status',
  'iflag',
  'oflag',
]
const CONVERSIONS = [
  'notrunc',
  'excl',
  'nocreat',
  'noerror',
  'fsync',
  'fdatasync',
  'sync',
  'ucase',
  'lcase',
  'swab',
  'sparse',
]
const UNDONE_CONVERSIONS = ['ascii', 'ebcdic', 'ibm', 'block', 'unblock']
const FLAGS = [
  ...[
    'append',
    'direct',
    'directory',
    'dsync',
    'sync',
    'nonblock',
    'noatime',
    'nocache',
    'noctty',
    'nofollow',
    'fullblock',
  ],
  ...['count_bytes', 'skip_bytes', 'seek_bytes'],
]
const STATUSES = ['none', 'noxfer', 'progress']
const SUFFIXES: Readonly<Record<string, bigint>> = { '': 1n, c: 1n, w: 2n, b: 512n, B: 1n }

export interface DdRequest {
  readonly from: string | undefined
  readonly to: string | undefined
  readonly status: string | undefined
  readonly appends: boolean
  /** Bytes. */
  readonly skip: bigint
  readonly seek: bigint
  readonly job: Job
}

export function readOperands(tool: Tool): DdRequest {
  const { operands } = tool.options([])
  const given = new Map<string, string>()
  const lists = { conv: [] as string[], iflag: [] as string[], oflag: [] as string[] }
  for (const operand of operands) {
    const [, name = '', value = ''] = /^(.*?)=(.*)$/s.exec(operand) ?? []
    if (!OPERANDS.includes(name)) throw tool.usage(`unrecognized operand ${quotedWord(operand)}`)
    if (name === 'conv' || name === 'iflag' || name === 'oflag') lists[name].push(...value.split(','))
    else given.set(name === 'iseek' ? 'skip' : name === 'oseek' ? 'seek' : name, value)
  }
  check(tool, lists, given)
  const number = (name: string, least: bigint): bigint | undefined => {
    const text = given.get(name)
    const value = text === undefined ? undefined : parseNumber(text)
    if (text !== undefined && (value === undefined || value < least))
      throw tool.fail(`invalid number: ${quotedWord(text)}`)
    return value
  }
  const bs = number('bs', 1n)
  const ibs = bs ?? number('ibs', 1n) ?? 512n
  const obs = bs ?? number('obs', 1n) ?? 512n
  const amount = (name: string, flag: boolean, unit: bigint) => {
    const value = number(name, 0n)
    return value === undefined ? undefined : value * (flag || given.get(name)?.endsWith('B') ? 1n : unit)
  }
  for (const size of [ibs, obs]) if (size > LARGEST) throw tool.fail('mockvm does no blocks of more than 256 MiB')
  const limit = amount('count', lists.iflag.includes('count_bytes'), ibs)
  const skip = amount('skip', lists.iflag.includes('skip_bytes'), ibs) ?? 0n
  const seek = amount('seek', lists.oflag.includes('seek_bytes'), obs) ?? 0n
  const byBytes = lists.iflag.includes('count_bytes') || (given.get('count')?.endsWith('B') ?? false)
  return {
    ...{ from: given.get('if'), to: given.get('of'), status: given.get('status') },
    ...{ appends: lists.oflag.includes('append'), skip, seek },
    job: { ibs, obs, whole: bs !== undefined, conv: lists.conv, limit, byBytes },
  }
}

function check(
  tool: Tool,
  lists: Record<'conv' | 'iflag' | 'oflag', string[]>,
  given: ReadonlyMap<string, string>,
): void {
  for (const name of lists.conv) {
    if (UNDONE_CONVERSIONS.includes(name)) throw tool.fail(`mockvm doesn't do conv=${name} yet`)
    if (!CONVERSIONS.includes(name)) throw tool.usage(`invalid conversion: ${quotedWord(name)}`)
  }
  for (const [name, what] of [
    ['iflag', 'input'],
    ['oflag', 'output'],
  ] as const) {
    for (const flag of lists[name]) {
      if (!FLAGS.includes(flag)) throw tool.usage(`invalid ${what} flag: ${quotedWord(flag)}`)
    }
  }
  const status = given.get('status')
  if (status !== undefined && !STATUSES.includes(status))
    throw tool.usage(`invalid status level: ${quotedWord(status)}`)
  if (given.has('cbs')) throw tool.fail("mockvm doesn't do cbs= yet")
  for (const [one, other] of [
    ['lcase', 'ucase'],
    ['excl', 'nocreat'],
  ] as const) {
    if (lists.conv.includes(one) && lists.conv.includes(other)) throw tool.fail(`cannot combine ${one} and ${other}`)
  }
}

/** 4, 4k, 4KiB, 2x512: factors with suffixes. */
function parseNumber(text: string): bigint | undefined {
  let product = 1n
  for (const factor of text.split('x')) {
    const match = /^(\d+)([cwbB]|[kKMGTPEZY](?:B|iB)?)?$/.exec(factor)
    if (match === null) return undefined
    const [, digits = '', suffix = ''] = match
    const base = /^.B$/.test(suffix) ? 1000n : 1024n
    const power = BigInt('KMGTPEZY'.indexOf(suffix.charAt(0).toUpperCase()) + 1)
    product *= BigInt(digits) * (SUFFIXES[suffix] ?? base ** power)
  }
  return product
}
