/** A line of find -ls. */
import type { Task } from '../../../tasks/task.js'
import { calendar, SECOND } from '../../local-time.js'
import { modeText } from '../../mode-text.js'
import { strftime } from '../../strftime.js'
import type { Visited } from './expression.js'

const HALF_A_YEAR = 15_778_476n * SECOND

export function listing(task: Task, { path, stat }: Visited): string {
  const { users, clock, files } = task.guest
  const owner = users.accounts().find(({ uid }) => uid === stat.uid)?.name ?? String(stat.uid)
  const group = users.groups().find(({ gid }) => gid === stat.gid)?.name ?? String(stat.gid)
  const isOld = clock.now() - stat.mtime > HALF_A_YEAR || stat.mtime > clock.now()
  const { rdev } = stat
  const columns = [
    String(stat.ino).padStart(9),
    String((stat.blocks + 1n) / 2n).padStart(6),
    modeText(stat),
    String(stat.nlink).padStart(3),
    owner.padEnd(8),
    group.padEnd(8),
    (rdev === undefined ? String(stat.size) : `${rdev.major}, ${rdev.minor}`).padStart(8),
    strftime(isOld ? '%b %e  %Y' : '%b %e %H:%M', calendar(task.guest, task.env)(stat.mtime)),
  ]
  const link = stat.kind === 'symlink' ? ` -> ${files.readlink(task.path(path))}` : ''
  return `${columns.join(' ')} ${path.replace(/[\\ \n]/g, each => (each === '\n' ? '\\n' : `\\${each}`))}${link}\n`
}
