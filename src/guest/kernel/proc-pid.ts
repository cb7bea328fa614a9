import type { Guest } from '../guest.js'
import type { Process } from '../processes.js'
import { type Directory, link, textFile } from './branches.js'
import { mountinfo, mountsTable } from './proc-mounts.js'
import { netDev } from './proc-net.js'
import { ipv4Route, ipv6Route } from './proc-route.js'
import { ticks } from './ticks.js'

/** The kernel keeps 15 bytes of a program's name. */
const COMM_LENGTH = 15

/** /proc/PID */
export function processDirectory(guest: Guest, process: Process): Directory {
  return () => ({
    cmdline: textFile(() => process.argv.map(argument => `${argument}\0`).join('')),
    comm: textFile(() => `${comm(process)}\n`, 0o644),
    cwd: link('/'),
    exe: link(process.argv[0] ?? '/'),
    mountinfo: textFile(() => mountinfo(guest)),
    mounts: textFile(() => mountsTable(guest)),
    net: () => ({
      dev: textFile(() => netDev(guest)),
      ipv6_route: textFile(() => ipv6Route(guest)),
      route: textFile(() => ipv4Route(guest)),
    }),
    stat: textFile(() => stat(guest, process)),
    status: textFile(() => status(guest, process)),
  })
}

/** The last component of the program's path: "qemu-ga". */
export function comm({ argv }: Process): string {
  const path = (argv[0] ?? '').split(' ')[0] ?? ''
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/:$/, '')
    .slice(0, COMM_LENGTH)
}

function stateOf({ isBusy }: Process): { letter: string; text: string } {
  return isBusy ? { letter: 'R', text: 'R (running)' } : { letter: 'S', text: 'S (sleeping)' }
}

function stat(guest: Guest, process: Process): string {
  const started = ticks(guest.clock.uptime() - guest.clock.inGuest() + process.startedAt)
  const zeros = (count: number) => Array(count).fill(0).join(' ')
  const utime = ticks(guest.activity.userTime(process))
  // proc(5): pid, comm, state, ppid, pgrp, session, tty_nr, tpgid, flags and faults, utime and the times that nothing is
  // spent on, priorities, num_threads, itrealvalue, starttime, and nothing else that is known.
  const ids = `${process.ppid} ${process.pid} ${process.pid} 0 -1`
  return `${process.pid} (${comm(process)}) ${stateOf(process).letter} ${ids} ${zeros(5)} ${utime} ${zeros(5)} 1 0 ${started} ${zeros(30)}\n`
}

function status(guest: Guest, process: Process): string {
  const account = guest.users.byName(process.user)
  const ids = (id: number) => `${id}\t${id}\t${id}\t${id}`
  return [
    `Name:\t${comm(process)}`,
    `State:\t${stateOf(process).text}`,
    `Tgid:\t${process.pid}`,
    `Pid:\t${process.pid}`,
    `PPid:\t${process.ppid}`,
    `Uid:\t${ids(account?.uid ?? 0)}`,
    `Gid:\t${ids(account?.gid ?? 0)}`,
    'Threads:\t1',
    '',
  ].join('\n')
}
