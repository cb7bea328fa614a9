/** The options that are lists, as far as it matters what stands in them. */
import type { GroupSpec } from './group.js'

export const CHARDEV: GroupSpec = {
  name: 'chardev',
  implied: 'backend',
  keys: {
    ...kinds('text', 'backend path host port fd localaddr localport tls-creds tls-authz name chardev logfile'),
    ...kinds('number', 'to reconnect width height cols rows debug'),
    ...kinds('boolean', 'ipv4 ipv6 wait server delay nodelay telnet tn3270 websocket mux signal append logappend'),
    ...kinds('boolean', 'mouse clipboard tight abstract'),
    ...kinds('size', 'size'),
  },
}

export const MON: GroupSpec = {
  name: 'mon',
  implied: 'chardev',
  keys: { ...kinds('text', 'mode chardev'), pretty: 'boolean' },
}

export const NAME: GroupSpec = {
  name: 'name',
  implied: 'guest',
  keys: { guest: 'text', process: 'text', 'debug-threads': 'boolean' },
}

export const MEMORY: GroupSpec = {
  name: 'memory',
  implied: 'size',
  keys: { size: 'size', slots: 'number', maxmem: 'size' },
  units: { size: 'M' },
}

export const RTC: GroupSpec = { name: 'rtc', keys: kinds('text', 'base clock driftfix') }
export const ACTION: GroupSpec = {
  name: 'action',
  keys: kinds('text', 'shutdown reboot panic watchdog'),
  hasNoId: true,
}
export const MSG: GroupSpec = { name: 'msg', keys: kinds('boolean', 'timestamp guest-name') }
export const GLOBAL: GroupSpec = { name: 'global', keys: kinds('text', 'driver property value') }
export const OVERCOMMIT: GroupSpec = { name: 'overcommit', keys: kinds('boolean', 'mem-lock cpu-pm') }
export const ADD_FD: GroupSpec = { name: 'add-fd', keys: { ...kinds('number', 'fd set'), opaque: 'text' } }

export const SANDBOX: GroupSpec = {
  name: 'sandbox',
  implied: 'enable',
  keys: { enable: 'boolean', ...kinds('text', 'obsolete elevateprivileges spawn resourcecontrol') },
}

/** Its values are looked at later. */
export const SMP: GroupSpec = {
  name: 'smp-opts',
  implied: 'cpus',
  keys: kinds('number', 'cpus maxcpus sockets dies clusters cores threads'),
}

export const DEVICE: GroupSpec = { name: 'device', implied: 'driver' }

function kinds<const K extends 'text' | 'number' | 'boolean' | 'size'>(kind: K, names: string): Record<string, K> {
  return Object.fromEntries(names.split(' ').map(name => [name, kind]))
}
