/** A column of ps(1): how wide it is, what stands above it, and what it shows. */
import { groupName, userName } from '../accounts.js'
import type { LocalTime } from '../local-time.js'
import type { ProcessView } from './process-view.js'
import type { Nesting } from './ps-forest.js'

/** What columns need to know beside the process. */
export interface Viewing {
  /** The caller's user: another's secrets are hidden. */
  readonly uid: number
  userName(uid: number): string
  groupName(gid: number): string
  /** kB */
  readonly totalMemory: bigint
  local(seconds: bigint): LocalTime
  /** Seconds since the epoch. */
  readonly now: bigint
  /** Names instead of command lines, as BSD's `c` asks for. */
  readonly namesOnly: boolean
  printable(text: string): string
  readonly nesting: Nesting
}

export interface Column {
  readonly header: string
  readonly width: number
  readonly align: 'left' | 'right'
  /** What doesn't fit in is cut: names of users and groups with a "+" at the end, other texts as they are. */
  readonly cut?: 'plus' | 'plain'
  /** Of a user or a group: numbers, if they are asked for, are at the right. */
  readonly isName?: boolean
  show(process: ProcessView, viewing: Viewing): string
  /** By what it is sorted; absent: by what is shown. */
  by?(process: ProcessView): bigint | number | string
}

type Show = Column['show']
type By = NonNullable<Column['by']>

export function right(header: string, width: number, show: Show, by?: By): Column {
  return { header, width, align: 'right', show, ...(by !== undefined && { by }) }
}

export function left(header: string, width: number, show: Show, cut: 'plus' | 'plain' = 'plain'): Column {
  return { header, width, align: 'left', show, cut }
}

export function number(header: string, width: number, get: (process: ProcessView) => number | bigint): Column {
  return right(header, width, process => String(get(process)), get)
}

export function user(header: string): Column {
  return {
    ...left(header, 8, ({ uid }, { userName }) => userName(uid), 'plus'),
    by: ({ uid, guest }) => userName(guest, uid),
    isName: true,
  }
}

export function group(header: string): Column {
  return {
    ...left(header, 8, ({ gid }, { groupName }) => groupName(gid), 'plus'),
    by: ({ gid, guest }) => groupName(guest, gid),
    isName: true,
  }
}
