/** /proc/PID/fd: what the descriptors of a process that runs refer to. */
import type { Guest } from '../guest.js'
import type { Process } from '../processes.js'
import { type Directory, link } from './branches.js'

/** Empty for a process of which only the table knows. Who looks at its own finds the descriptor that it looks with. */
export function descriptorLinks(guest: Guest, { pid }: Process): Directory {
  return () => {
    const task = guest.tasks.get(pid)
    if (task === undefined) return {}
    const links = task.descriptors.list().map(([fd, { link: target }]) => [fd, link(target)] as const)
    const isOwn = guest.tasks.current === task
    const own = isOwn ? [[task.descriptors.lowestFree(), link(`/proc/${pid}/fd`)] as const] : []
    return Object.fromEntries([...links, ...own])
  }
}
