/** Who logged in for a process to run, and where systemd has put it. */
import type { Guest } from '../guest.js'
import type { Process } from '../processes.js'
import { comm, isKernelThread } from './proc-pid-names.js'
import { sessionOf } from './proc-pid-terminal.js'

const INIT = 1
const UNSET = 4_294_967_295

/** Names of units that aren't those of their programs. */
const UNITS: Readonly<Record<string, string>> = {
  'dbus-daemon': 'dbus',
  'qemu-ga': 'qemu-guest-agent',
  sshd: 'ssh',
  'systemd-journal': 'systemd-journald',
  'systemd-network': 'systemd-networkd',
  'systemd-resolve': 'systemd-resolved',
  'systemd-timesyn': 'systemd-timesyncd',
}

interface Login {
  readonly user: string
  /** As logind numbers them. */
  readonly number: number
}

/** Undefined for what no login has brought. */
function loginOf({ users }: Guest, process: Process): Login | undefined {
  const session = sessionOf(process)
  const sessions = users.sessions()
  const at = sessions.findIndex(({ pid }) => pid !== 0 && pid === session)
  const user = sessions[at]?.user
  return user === undefined ? undefined : { user, number: at + 1 }
}

export function loginUid(guest: Guest, process: Process): number {
  const login = loginOf(guest, process)
  return login === undefined ? UNSET : guest.users.credentials(login.user).uid
}

export function sessionId(guest: Guest, process: Process): number {
  return loginOf(guest, process)?.number ?? UNSET
}

/** Its path in the hierarchy of version 2; the root where there is no systemd to make others. */
export function controlGroup(guest: Guest, process: Process): string {
  const hasSystemd = guest.config.builtins.some(path => path.endsWith('/systemctl'))
  if (isKernelThread(process) || !hasSystemd) return '/'
  if (process.pid === INIT) return '/init.scope'
  const login = loginOf(guest, process)
  if (login !== undefined) {
    return `/user.slice/user-${guest.users.credentials(login.user).uid}.slice/session-${login.number}.scope`
  }
  // What a service has started is in its group, too.
  let service = process
  for (let parent = guest.processes.get(service.ppid); parent !== undefined && parent.pid !== INIT; ) {
    service = parent
    parent = guest.processes.get(service.ppid)
  }
  const name = comm(service)
  return `/system.slice/${(Object.hasOwn(UNITS, name) && UNITS[name]) || name}.service`
}
