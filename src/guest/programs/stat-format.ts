/** The directives of `stat -c`. */
import type { FileStat } from '../files/stat.js'
import type { Mount } from '../mounts.js'
import { groupName, userName } from './accounts.js'
import { combined, deviceOf, mountOf } from './devices.js'
import { calendar, SECOND } from './local-time.js'
import { kindWords, modeText, rawMode } from './mode-text.js'
import { boundedWidth } from './output.js'
import { quoted } from './quote.js'
import { strftime } from './strftime.js'
import type { Tool } from './tool.js'

export interface Subject {
  /** As it was given. */
  readonly name: string
  /** Canonical, but for a last link. */
  readonly path: string
  readonly stat: FileStat
  readonly link: string | undefined
}

const DIRECTIVE = /%([-+ #0']*)(\d*)(?:\.(\d*))?([HL](?=[dr]))?(.)/gs
const TIMES: Readonly<Record<string, 'atime' | 'mtime' | 'ctime'>> = { x: 'atime', y: 'mtime', z: 'ctime' }

/** `quoting`: %N quotes names, as it does in a format that was given. */
export function statText(tool: Tool, format: string, subject: Subject, quoting: boolean): string {
  return format.replace(DIRECTIVE, (_, flags: string, width: string, precision?: string, half = '', letter = '') => {
    if (letter === '%') return '%'
    const seconds = TIMES[letter.toLowerCase()]
    const value =
      seconds !== undefined && letter !== letter.toLowerCase()
        ? timestamp(subject.stat[seconds], precision)
        : field(tool, subject, half + letter, quoting)
    const text = typeof value === 'number' || typeof value === 'bigint' ? number(value, letter, flags) : value
    // A precision cuts texts; of numbers it is the least count of digits.
    const cut =
      precision === undefined || seconds !== undefined || typeof value !== 'string'
        ? text
        : text.slice(0, Number(precision))
    const size = boundedWidth(Number(width))
    if (flags.includes('-')) return cut.padEnd(size)
    return cut.padStart(size, flags.includes('0') ? '0' : ' ')
  })
}

function field(
  tool: Tool,
  { name, path, stat, link }: Subject,
  directive: string,
  quoting: boolean,
): string | number | bigint {
  const { guest } = tool
  const quote = quoting ? quoted : (text: string) => text
  const mount = (): Mount | undefined => mountOf(guest, path)
  const device = () => deviceOf(guest, mount())
  const special = stat.rdev ?? { major: 0, minor: 0 }
  const time = (nanoseconds: bigint) => strftime('%Y-%m-%d %H:%M:%S.%N %z', calendar(guest, tool.call.env)(nanoseconds))
  switch (directive) {
    case 'a':
      return stat.mode
    case 'A':
      return modeText(stat)
    case 'b':
      return stat.blocks
    case 'B':
      return 512
    case 'd':
    case 'D':
      return combined(device())
    case 'Hd':
      return device().major
    case 'Ld':
      return device().minor
    case 'f':
      return rawMode(stat)
    case 'F':
      return kindWords(stat)
    case 'g':
      return stat.gid
    case 'G':
      return named(groupName(guest, stat.gid), stat.gid)
    case 'h':
      return stat.nlink
    case 'i':
      return stat.ino
    case 'm':
      return mount()?.path ?? '/'
    case 'n':
      return name
    case 'N':
      return link === undefined ? quote(name) : `${quote(name)} -> ${quote(link)}`
    case 'o':
      return stat.blksize
    case 's':
      return stat.size
    case 'r':
    case 'R':
      return combined(special)
    case 't':
    case 'Hr':
      return special.major
    case 'T':
    case 'Lr':
      return special.minor
    case 'u':
      return stat.uid
    case 'U':
      return named(userName(guest, stat.uid), stat.uid)
    // When the file came into being is not kept.
    case 'w':
      return '-'
    case 'W':
      return 0
    case 'x':
      return time(stat.atime)
    case 'y':
      return time(stat.mtime)
    case 'z':
      return time(stat.ctime)
    default:
      return '?'
  }
}

function named(name: string, id: number): string {
  return name === String(id) ? 'UNKNOWN' : name
}

/** Octal, hexadecimal or decimal, as the directive has it. */
function number(value: number | bigint, letter: string, flags: string): string {
  if (letter === 'a') return (flags.includes('#') && value !== 0 ? '0' : '') + value.toString(8)
  if ('DfRtT'.includes(letter)) return (flags.includes('#') && value !== 0 ? '0x' : '') + value.toString(16)
  return String(value)
}

/** Seconds since the epoch; `%.3X` shows milliseconds too, `%.X` nanoseconds. */
function timestamp(nanoseconds: bigint, precision: string | undefined): string {
  const seconds = nanoseconds / SECOND
  if (precision === undefined) return String(seconds)
  const digits = String(nanoseconds % SECOND).padStart(9, '0')
  const count = precision === '' ? 9 : Number(precision)
  return count === 0 ? String(seconds) : `${seconds}.${digits.slice(0, count).padEnd(boundedWidth(count), '0')}`
}
