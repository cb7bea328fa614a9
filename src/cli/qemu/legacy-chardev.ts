/** Character devices in one word, as -qmp and -monitor take them: `unix:/tmp/q,server=on,wait=off`. */
import { QemuError } from './error.js'
import { type Group, readGroup } from './group.js'
import { CHARDEV } from './groups.js'
import { formatKeyValues } from './key-values.js'
import type { Word } from './words.js'

/** One that is written out; or the label of one that -chardev describes. */
export type LegacyChardev = { readonly group: Group } | { readonly label: string }

const PLAIN = ['null', 'pty', 'msmouse', 'braille', 'testdev', 'stdio', 'vc']

/** In such places a word alone is no news to QEMU. */
const SPEC = { ...CHARDEV, toleratesShort: true } as const

/** Throws QemuError. */
export function readLegacyChardev(word: Word): LegacyChardev {
  const { typed, value } = word
  const [, scheme = '', rest = ''] = /^([a-z0-9]+):(.*)$/s.exec(value) ?? []
  if (scheme === 'chardev') return { label: rest }
  const parseError = `${typed}: parse error: ${value}`
  const list = toList(value, scheme, rest)
  if (list === 'no driver') throw new QemuError(`${typed}: '${value}' is not a valid char driver`, parseError)
  if (list === undefined) throw new QemuError(parseError)
  try {
    return { group: readGroup({ ...word, value: list }, SPEC, () => {}) }
  } catch (error) {
    if (error instanceof QemuError) throw new QemuError(...error.messages, parseError)
    throw error
  }
}

/** The same for -chardev; undefined for one of a known kind that can't be understood. */
function toList(value: string, scheme: string, rest: string): string | 'no driver' | undefined {
  if (PLAIN.includes(value)) return `backend=${value}`
  if (value.startsWith('vc:')) return 'backend=vc'
  if (value.startsWith('/dev/')) return formatKeyValues([pair('backend', 'serial'), pair('path', value)])
  switch (scheme) {
    case 'unix':
      // Without a path it is one that was inherited, whose number then is missing.
      return /^(?:,|$)/.test(rest) ? `backend=socket${rest}` : `backend=socket,path=${rest}`
    case 'tcp':
    case 'telnet':
    case 'tn3270':
    case 'websocket':
      return toTcp(rest, scheme === 'tcp' ? '' : `,${scheme}=on`)
    case 'file':
    case 'pipe':
      return formatKeyValues([pair('backend', scheme), pair('path', rest)])
    case 'udp':
      return 'backend=udp'
    default:
      return 'no driver'
  }
}

function toTcp(rest: string, more: string): string | undefined {
  const [, bracketed, plain = '', port, options = ''] = /^(?:\[([^\]]*)\]|([^:,]*)):([^,]+)(,.*)?$/s.exec(rest) ?? []
  if (port === undefined) return undefined
  return `backend=socket,host=${bracketed ?? plain},port=${port}${options}${more}`
}

const pair = (key: string, value: string) => ({ key, value })
