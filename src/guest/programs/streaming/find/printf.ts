/** The directives of find's -printf. */
import type { Guest } from '../../../guest.js'
import { calendar, SECOND } from '../../local-time.js'
import { modeText } from '../../mode-text.js'
import { strftime } from '../../strftime.js'
import type { Visited } from './expression.js'

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' },
}
const KINDS: Readonly<Record<string, string>> = {
  ...{ file: 'f', directory: 'd', symlink: 'l', fifo: 'p', character: 'c', block: 'b' },
}
const DIRECTIVE = /%(?:([-+ #0]*)(\d*)(?:\.(\d+))?)([ACT].|.)|\\([0-7]{1,3}|.)/gs

export function formatFile(guest: Guest, env: Readonly<Record<string, string>>, format: string, file: Visited): string {
  const local = calendar(guest, env)
  return format.replace(
    DIRECTIVE,
    (_, flags = '', width = '', precision: string | undefined, name = '', special?: string) => {
      if (special !== undefined)
        return /^[0-7]/.test(special)
          ? String.fromCharCode(Number.parseInt(special, 8))
          : (ESCAPES[special] ?? `\\${special}`)
      const value = directive(name)
      if (value === undefined) return `%${name}`
      const cut = precision === undefined ? value : value.slice(0, Number(precision))
      return flags.includes('-')
        ? cut.padEnd(Number(width))
        : cut.padStart(Number(width), flags.includes('0') ? '0' : ' ')
    },
  )

  function directive(name: string): string | undefined {
    const { path, stat, depth, start } = file
    const bare = path.replace(/(.)\/+$/, '$1')
    const users = guest.users
    switch (name) {
      case '%':
        return '%'
      case 'p':
        return path
      case 'f':
        return bare === '/' ? '/' : bare.slice(bare.lastIndexOf('/') + 1)
      case 'h':
        return bare.includes('/') ? bare.slice(0, bare.lastIndexOf('/')) : '.'
      case 'P':
        return path === start ? '' : path.slice(start.length).replace(/^\//, '')
      case 'H':
        return start
      case 'd':
        return String(depth)
      case 's':
        return String(stat.size)
      case 'b':
        return String(stat.blocks)
      case 'k':
        return String((stat.blocks + 1n) / 2n)
      case 'i':
        return String(stat.ino)
      case 'n':
        return String(stat.nlink)
      case 'm':
        return stat.mode.toString(8)
      case 'M':
        return modeText(stat)
      case 'u':
        return users.accounts().find(({ uid }) => uid === stat.uid)?.name ?? String(stat.uid)
      case 'U':
        return String(stat.uid)
      case 'g':
        return users.groups().find(({ gid }) => gid === stat.gid)?.name ?? String(stat.gid)
      case 'G':
        return String(stat.gid)
      case 'y':
        return KINDS[stat.kind] ?? 'U'
      case 'Y': {
        if (stat.kind !== 'symlink') return KINDS[stat.kind] ?? 'U'
        return guest.files.exists(path) ? (KINDS[guest.files.stat(path).kind] ?? 'U') : 'N'
      }
      case 'l':
        return stat.kind === 'symlink' ? guest.files.readlink(path) : ''
      case 'a':
        return ctime(stat.atime)
      case 'c':
        return ctime(stat.ctime)
      case 't':
        return ctime(stat.mtime)
      default:
        return timeDirective(name)
    }
  }

  function timeDirective(name: string): string | undefined {
    const times: Readonly<Record<string, bigint>> = { A: file.stat.atime, C: file.stat.ctime, T: file.stat.mtime }
    const time = times[name.charAt(0)]
    if (time === undefined || name.length < 2) return undefined
    const part = name.charAt(1)
    const fraction = `${String(time % SECOND).padStart(9, '0')}0`
    if (part === '@') return `${time / SECOND}.${fraction}`
    if (part === 'S') return `${strftime('%S', local(time))}.${fraction}`
    if (part === 'T') return `${strftime('%T', local(time))}.${fraction}`
    if (part === '+') return `${strftime('%Y-%m-%d+%T', local(time))}.${fraction}`
    return strftime(`%${part}`, local(time))
  }

  function ctime(time: bigint): string {
    return (
      strftime('%a %b %e %H:%M:%S.', local(time)) +
      `${String(time % SECOND).padStart(9, '0')}0` +
      strftime(' %Y', local(time))
    )
  }
}
