/** Which signals daemons catch that go about their work by themselves: to read their configuration, or to reopen logs. */
import type { Guest } from './guest.js'
import { comm } from './kernel/proc-pid-names.js'
import type { Process } from './processes.js'

const HUP = 1
const USR1 = 10
const USR2 = 12

/** By the kernel's name for them. As their manuals say. */
const CAUGHT: Readonly<Record<string, readonly number[]>> = {
  acpid: [HUP],
  apache2: [HUP, USR1],
  auditd: [HUP, USR1, USR2],
  cron: [HUP],
  crond: [HUP],
  'dbus-broker-lau': [HUP],
  'dbus-daemon': [HUP],
  dnsmasq: [HUP, USR1, USR2],
  firewalld: [HUP],
  haproxy: [HUP, USR1, USR2],
  httpd: [HUP, USR1],
  mariadbd: [HUP],
  mysqld: [HUP],
  named: [HUP],
  NetworkManager: [HUP, USR1, USR2],
  nginx: [HUP, USR1, USR2],
  'php-fpm': [USR1, USR2],
  postgres: [HUP, USR1, USR2],
  rsyslogd: [HUP, USR1],
  sshd: [HUP],
  syslogd: [HUP],
  'systemd-journal': [USR1, USR2],
  'systemd-resolve': [USR1, USR2],
  'systemd-udevd': [HUP],
}

/** Main processes of units that HUP ends all the same. */
const PLAIN = new Set(['agetty', 'qemu-ga', 'systemd-logind', 'systemd-timesyn'])

/** The process of a login, which goes when it is told to hang up. */
const LOGIN = /^sshd: \S+(?:@| \[priv\])/

/** The signals that a process catches which no program of ours plays; of a unit that isn't known here it is HUP. */
export function caughtSignals({ services }: Pick<Guest, 'services'>, process: Process): readonly number[] {
  if (LOGIN.test(process.argv[0] ?? '')) return []
  const name = comm(process)
  const known = Object.hasOwn(CAUGHT, name) ? CAUGHT[name] : undefined
  if (known !== undefined) return known
  const isMain = services?.list().some(({ mainPid }) => mainPid === process.pid) ?? false
  return isMain && !PLAIN.has(name) ? [HUP] : []
}
