/** The lines of ls(1): columns as wide as their widest cell. */
import type { FileStat } from '../files/stat.js'
import { groupName, userName } from './accounts.js'
import { humanSize } from './human.js'
import { type Calendar, calendar } from './local-time.js'
import { modeText } from './mode-text.js'
import type { GivenOptions } from './options.js'
import { strftime } from './strftime.js'
import type { Tool } from './tool.js'

export interface Entry {
  readonly name: string
  readonly path: string
  readonly stat: FileStat
}

type Cell = { readonly text: string; readonly align: 'left' | 'right' }

/** How old and recent times are told by each style: the first form is that of old ones, if there are two. */
const STYLES: Readonly<Record<string, readonly [old: string, recent: string]>> = {
  'full-iso': ['%Y-%m-%d %H:%M:%S.%N %z', '%Y-%m-%d %H:%M:%S.%N %z'],
  'long-iso': ['%Y-%m-%d %H:%M', '%Y-%m-%d %H:%M'],
  iso: ['%Y-%m-%d ', '%m-%d %H:%M'],
  locale: ['%b %e  %Y', '%b %e %H:%M'],
}

/** A style of ls(1), or a format of date(1) behind a plus; of two lines the second is for recent times. */
export function isTimeStyle(style: string): boolean {
  return formsOf(style) !== undefined
}

function formsOf(style: string): readonly [old: string, recent: string] | undefined {
  if (!style.startsWith('+')) return STYLES[style.startsWith('posix-') ? 'locale' : style]
  const [old = '', recent = old] = style.slice(1).split('\n')
  return [old, recent]
}

/** Half of a Gregorian year of 365.2425 days: how long a file counts as recent. */
const RECENT = 15_778_476_000_000_000n

export function isLong(options: GivenOptions): boolean {
  return ['l', 'g', 'n', 'o', 'full-time'].some(name => options.has(name))
}

/** Disk space in units of 1,024 bytes. */
export function blocksText(options: GivenOptions, blocks: bigint): string {
  return options.has('h') ? humanSize(blocks * 512n) : String((blocks + 1n) / 2n)
}

export function listing(tool: Tool, options: GivenOptions, entries: readonly Entry[]): string {
  const local = calendar(tool.guest, tool.call.env)
  const devices = deviceWidths(entries)
  const rows = entries.map(({ stat }) => [
    ...(options.has('i') ? [right(String(stat.ino))] : []),
    ...(options.has('s') ? [right(blocksText(options, stat.blocks))] : []),
    ...(isLong(options) ? longCells(tool, options, stat, devices, local) : []),
  ])
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.text.length ?? 0)))
  return entries
    .map((entry, index) => {
      const cells = (rows[index] ?? []).map(({ text, align }, column) => {
        const width = widths[column] ?? 0
        return `${align === 'left' ? text.padEnd(width) : text.padStart(width)} `
      })
      return `${cells.join('')}${nameText(tool, options, entry)}\n`
    })
    .join('')
}

function longCells(
  tool: Tool,
  options: GivenOptions,
  stat: FileStat,
  devices: readonly [number, number],
  local: Calendar,
): Cell[] {
  const { guest } = tool
  const numeric = options.has('n')
  const owner = (name: string, id: number): Cell => (numeric || name === String(id) ? right(String(id)) : left(name))
  const [major, minor] = devices
  const size =
    stat.rdev !== undefined
      ? `${String(stat.rdev.major).padStart(major)}, ${String(stat.rdev.minor).padStart(minor)}`
      : options.has('h')
        ? humanSize(stat.size)
        : String(stat.size)
  return [
    left(modeText(stat)),
    right(String(stat.nlink)),
    ...(options.has('g') ? [] : [owner(userName(guest, stat.uid), stat.uid)]),
    ...(options.has('G') || options.has('o') ? [] : [owner(groupName(guest, stat.gid), stat.gid)]),
    right(size),
    left(timeText(options, stat.mtime, guest.clock.now(), local)),
  ]
}

/** Of old files and those from the future the year is shown, not the hour. */
function timeText(options: GivenOptions, time: bigint, now: bigint, local: Calendar): string {
  const named = options.last('full-time', 'time-style')
  const style = named === 'full-time' ? 'full-iso' : (options.value('time-style') ?? 'locale')
  const [old, recent] = formsOf(style) ?? ['', '']
  return strftime(now - RECENT < time && time <= now ? recent : old, local(time))
}

function nameText(tool: Tool, options: GivenOptions, { name, path, stat }: Entry): string {
  if (stat.kind !== 'symlink' || !isLong(options)) return name + indicator(options, stat)
  const target = tool.files.readlink(path, tool.cred)
  const behind = tool.files.exists(path, tool.cred) ? indicator(options, tool.files.stat(path, tool.cred)) : ''
  return `${name} -> ${target}${behind}`
}

/** One character behind the name that says what it is: -F; -p marks directories alone. */
function indicator(options: GivenOptions, { kind, mode }: FileStat): string {
  const style = options.last('F', 'p')
  if (style === undefined) return ''
  if (kind === 'directory') return '/'
  if (style === 'p') return ''
  if (kind === 'symlink') return '@'
  if (kind === 'fifo') return '|'
  return kind === 'file' && (mode & 0o111) !== 0 ? '*' : ''
}

function deviceWidths(entries: readonly Entry[]): readonly [major: number, minor: number] {
  const width = (half: 'major' | 'minor') =>
    Math.max(0, ...entries.map(({ stat }) => String(stat.rdev?.[half] ?? '').length))
  return [width('major'), width('minor')]
}

function left(text: string): Cell {
  return { text, align: 'left' }
}

function right(text: string): Cell {
  return { text, align: 'right' }
}
