/** What can be behind a character device, and what has to be said of it. */
import { type Descriptor, q } from '../../qapi/descriptor.js'

const flag = q.optional(q.bool)
const int = q.optional(q.int)
const str = q.optional(q.str)

const SocketAddress = q.union('SocketAddressLegacy', 'type', {
  inet: {
    data: q.struct('InetSocketAddress', {
      ...{ host: q.str, port: q.str, numeric: flag, to: q.optional(q.uint64), ipv4: flag, ipv6: flag },
      ...{ 'keep-alive': flag, mptcp: flag },
    }),
  },
  unix: { data: q.struct('UnixSocketAddress', { path: q.str, abstract: flag, tight: flag }) },
  vsock: { data: q.struct('VsockSocketAddress', { cid: q.str, port: q.str }) },
  fd: { data: q.struct('String', { str: q.str }) },
})

function backend(name: string, own: Readonly<Record<string, Descriptor>> = {}) {
  return { data: q.struct(name, { logfile: str, logappend: flag, ...own }) }
}

const common = backend('ChardevCommon')
const hostDevice = backend('ChardevHostdev', { device: q.str })
const ringbuf = backend('ChardevRingbuf', { size: int })

export const ChardevBackend = q.union('ChardevBackend', 'type', {
  file: backend('ChardevFile', { in: str, out: q.str, append: flag }),
  serial: hostDevice,
  parallel: hostDevice,
  pipe: hostDevice,
  socket: backend('ChardevSocket', {
    ...{ addr: SocketAddress, 'tls-creds': str, 'tls-authz': str, server: flag, wait: flag, nodelay: flag },
    ...{ telnet: flag, tn3270: flag, websocket: flag, reconnect: int },
  }),
  udp: backend('ChardevUdp', { remote: SocketAddress, local: { ...SocketAddress, isOptional: true } }),
  pty: common,
  null: common,
  mux: backend('ChardevMux', { chardev: q.str }),
  msmouse: common,
  wctablet: common,
  braille: common,
  testdev: common,
  stdio: backend('ChardevStdio', { signal: flag }),
  console: common,
  spicevmc: backend('ChardevSpiceChannel', { type: q.str }),
  spiceport: backend('ChardevSpicePort', { fqdn: q.str }),
  'qemu-vdagent': backend('ChardevQemuVDAgent', { mouse: flag, clipboard: flag }),
  dbus: backend('ChardevDBus', { name: q.str }),
  vc: backend('ChardevVC', { width: int, height: int, cols: int, rows: int }),
  ringbuf,
  memory: ringbuf,
})
