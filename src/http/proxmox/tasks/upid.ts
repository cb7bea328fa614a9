/** "UPID:pve:000003E9:0000177A:69281F80:qmstart:100:root@pam:", the name of a task. */

export interface Upid {
  readonly node: string
  readonly pid: number
  /** When the process began: hundredths of a second since the node was started. */
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

const PATTERN =
  /^UPID:([a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?):([0-9A-Fa-f]{8}):([0-9A-Fa-f]{8,9}):([0-9A-Fa-f]{8}):([^:\s]+):([^:\s]*):([^:\s]+):\n?$/

export function writeUpid({ node, pid, pstart, starttime, type, id, user }: Upid): string {
  return `UPID:${node}:${hex(pid)}:${hex(pstart)}:${hex(starttime)}:${type}:${id}:${user}:`
}

/** Undefined for what is none. */
export function readUpid(text: string): Upid | undefined {
  const parts = PATTERN.exec(text)
  if (parts === null) return undefined
  const [, node = '', pid = '', pstart = '', starttime = '', type = '', id = '', user = ''] = parts
  return { node, pid: unhex(pid), pstart: unhex(pstart), starttime: unhex(starttime), type, id, user }
}

const hex = (number: number) => number.toString(16).toUpperCase().padStart(8, '0')
const unhex = (text: string) => Number.parseInt(text, 16)
