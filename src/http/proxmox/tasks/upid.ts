/** "UPID:pve:000003E9:0000177A:69281F80:qmstart:100:root@pam:", the name of a task. */
import { NODE_NAME } from '../../../scenario/proxmox-ids.js'
import { parseAuthId } from '../access/auth.js'
import { hex8 } from '../node-time.js'

export interface Upid {
  readonly node: string
  readonly pid: number
  /** When the process began: hundredths of a second since the node was started; up to nine digits. */
  readonly pstart: number
  /** Seconds since the epoch. */
  readonly starttime: number
  /** "qmstart" */
  readonly type: string
  /** A VMID; empty for what is about none. */
  readonly id: string
  /** Of a token with its name: "root@pam!ci". */
  readonly user: string
}

export function writeUpid({ node, pid, pstart, starttime, type, id, user }: Upid): string {
  return `UPID:${node}:${hex8(pid)}:${hex8(pstart)}:${hex8(starttime)}:${type}:${id}:${user}:`
}

/** Undefined for what is none. */
export function readUpid(text: string): Upid | undefined {
  const fields = text.split(':')
  const [head, node = '', pid = '', pstart = '', starttime = '', type = '', id = '', user = '', rest] = fields
  const isOne =
    fields.length === 9 &&
    head === 'UPID' &&
    NODE_NAME.test(node) &&
    [pid, starttime].every(digits => isHex(digits, 8)) &&
    (isHex(pstart, 8) || isHex(pstart, 9)) &&
    isWord(type) &&
    (id === '' || isWord(id)) &&
    parseAuthId(user) !== undefined &&
    rest === ''
  if (!isOne) return undefined
  return { node, pid: unhex(pid), pstart: unhex(pstart), starttime: unhex(starttime), type, id, user }
}

const isHex = (text: string, digits: number) => text.length === digits && /^[\da-f]*$/i.test(text)
/** It names a file of the node, too. */
const isWord = (text: string) => /^[^\s/]+$/.test(text)
const unhex = (text: string) => Number.parseInt(text, 16)
