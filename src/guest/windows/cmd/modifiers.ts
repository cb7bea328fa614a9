/** `%~dpnx1`: a name without its quotes, and what a full path of it holds. */
import type { Guest } from '../../guest.js'
import { Disk } from '../disk.js'
import { extensionOf, folderOf, fullPath, nameOf } from '../full-path.js'
import { dateText, timeText, wallTime } from '../wall-clock.js'

export interface Place {
  readonly guest: Guest
  readonly folder: string
}

/** `modifiers` are letters of "fdpnxsatz", in any order. */
export function modified(value: string, modifiers: string, { guest, folder }: Place): string {
  const bare = value.replace(/^"(.*?)"?$/s, '$1')
  const wanted = new Set(modifiers.toLowerCase())
  if (wanted.size === 0 || bare === '') return bare
  const full = fullPath(bare, folder)
  const entry = new Disk(guest).find(full)
  const path = entry?.path ?? full
  const prefix: string[] = []
  if (wanted.has('a')) prefix.push(entry === undefined ? '' : attributes(entry))
  if (wanted.has('t') && entry !== undefined) {
    const time = wallTime(guest, entry.time)
    prefix.push(`${dateText(time)} ${timeText(time)}`)
  }
  if (wanted.has('z') && entry !== undefined) prefix.push(`${entry.size}`)
  const text = pathParts(path, wanted)
  return [...prefix, ...(text === '' ? [] : [text])].join(' ')
}

function pathParts(path: string, wanted: ReadonlySet<string>): string {
  const isWhole = wanted.has('f') || (wanted.has('s') && !['d', 'p', 'n', 'x'].some(it => wanted.has(it)))
  if (isWhole) return path
  const extension = extensionOf(path)
  const name = nameOf(path)
  const above = folderOf(path).slice(2)
  return [
    wanted.has('d') ? path.slice(0, 2) : '',
    wanted.has('p') ? (above.endsWith('\\') ? above : `${above}\\`) : '',
    wanted.has('n') ? name.slice(0, name.length - extension.length) : '',
    wanted.has('x') ? extension : '',
  ].join('')
}

/** As `attrib` has them by their places. */
function attributes({ isFolder, isReadOnly }: { isFolder: boolean; isReadOnly: boolean }): string {
  return `${isFolder ? 'd' : '-'}${isReadOnly ? 'r' : '-'}${isFolder ? '-' : 'a'}--------`
}
