import type { Guest } from '../guest.js'
import type { Process } from '../processes.js'
import { type Directory, link, textFile } from './branches.js'
import { mountinfo, mountsTable } from './proc-mounts.js'
import { netDev } from './proc-net.js'
import { descriptorLinks } from './proc-pid-fd.js'
import { limits } from './proc-pid-limits.js'
import { controlGroup, loginUid, sessionId } from './proc-pid-login.js'
import { comm, isKernelThread } from './proc-pid-names.js'
import { oomScore, oomScoreAdjustment } from './proc-pid-oom.js'
import { stat, statm, waitChannel } from './proc-pid-stat.js'
import { status } from './proc-pid-status.js'
import { ipv4Route, ipv6Route } from './proc-route.js'
import { socketFiles } from './proc-sockets.js'

/** /proc/PID */
export function processDirectory(guest: Guest, process: Process): Directory {
  const { pid } = process
  return () => ({
    task: () => ({ [pid]: taskDirectory(guest, process) }),
    ...common(guest, process),
  })
}

/** /proc/PID/task/PID: threads have no numbers of their own. */
function taskDirectory(guest: Guest, process: Process): Directory {
  return () => ({ ...common(guest, process), children: textFile(() => children(guest, process)) })
}

/** In the order of the kernel's own list. */
function common(guest: Guest, process: Process): ReturnType<Directory> {
  const isKernels = isKernelThread(process)
  return {
    fd: descriptorLinks(guest, process),
    net: () => ({
      dev: textFile(() => netDev(guest)),
      ipv6_route: textFile(() => ipv6Route(guest)),
      route: textFile(() => ipv4Route(guest)),
      ...socketFiles(guest),
    }),
    environ: textFile(() => terminated(process.environ ?? []), 0o400),
    status: textFile(() => status(guest, process)),
    personality: textFile(() => '00000000\n', 0o400),
    limits: textFile(() => limits(guest, process)),
    comm: textFile(() => `${comm(process)}\n`, 0o644),
    cmdline: textFile(() => (isKernels || process.ending !== undefined ? '' : terminated(process.argv))),
    stat: textFile(() => stat(guest, process)),
    statm: textFile(() => statm(guest, process)),
    cwd: link(process.cwd ?? '/'),
    root: link('/'),
    exe: link(process.exe ?? process.argv[0] ?? '/'),
    mounts: textFile(() => mountsTable(guest)),
    mountinfo: textFile(() => mountinfo(guest)),
    wchan: textFile(() => waitChannel(guest, process)),
    cgroup: textFile(() => `0::${controlGroup(guest, process)}\n`),
    oom_score: textFile(() => `${oomScore(guest, process)}\n`),
    oom_adj: textFile(() => `${Math.trunc((oomScoreAdjustment(process) * 17) / 1000)}\n`, 0o644),
    oom_score_adj: textFile(() => `${oomScoreAdjustment(process)}\n`, 0o644),
    // These two end without a line break.
    loginuid: textFile(() => String(loginUid(guest, process)), 0o644),
    sessionid: textFile(() => String(sessionId(guest, process))),
  }
}

function terminated(texts: readonly string[]): string {
  return texts.map(text => `${text}\0`).join('')
}

function children(guest: Guest, { pid }: Process): string {
  return guest.processes
    .list()
    .filter(({ ppid }) => ppid === pid)
    .map(child => `${child.pid} `)
    .join('')
}
