import { connect, type NetConnectOpts, Socket } from 'node:net'
import { hostTimer } from '../../client/host-timer.js'
import { strerror } from '../../strerror.js'
import type { Backend } from './backend.js'
import type { SocketBackend } from './chardev.js'
import { QemuError } from './error.js'
import type { Report } from './report.js'
import { abstractPath, bracketed, nameOf, type SocketAddress } from './socket-address.js'

const MILLISECONDS = 1000

/** server=off: a connection that QEMU makes, and with `reconnect` makes again. */
export class Connector {
  readonly #backend: Backend
  readonly #spec: SocketBackend
  readonly #report: Report
  #cancel = () => {}
  #socket: Socket | undefined
  #isClosed = false

  constructor(backend: Backend, spec: SocketBackend, report: Report) {
    this.#backend = backend
    this.#spec = spec
    this.#report = report
  }

  /** Rejects with QemuError when nobody is there, unless it is to try again. */
  async begin(): Promise<void> {
    try {
      this.#take(await this.#connect())
    } catch (error) {
      const reason = `Failed to connect to '${nameOf(this.#spec.address)}': ${strerror(error)}`
      if (this.#spec.reconnect === 0) throw new QemuError(reason)
      this.#report.say(`Unable to connect character device ${this.#backend.label}: ${reason}`)
      this.#tryLater()
    }
  }

  filename(): string {
    const { address } = this.#spec
    const { client } = this.#backend
    if (client instanceof Socket && address.kind === 'tcp') {
      const [local, remote] = [client.localAddress ?? '', client.remoteAddress ?? '']
      return `tcp:${bracketed(local)}:${client.localPort} <-> ${bracketed(remote)}:${client.remotePort}`
    }
    if (client !== undefined) return 'unix:'
    return address.kind === 'tcp' ? `disconnected:tcp:${nameOf(address)}` : `disconnected:unix:${nameOf(address)}`
  }

  close(): void {
    this.#isClosed = true
    this.#cancel()
    this.#socket?.destroy()
  }

  #take(socket: Socket): void {
    this.#socket = socket
    socket.once('close', () => {
      if (this.#spec.reconnect > 0) this.#tryLater()
    })
    this.#backend.attach(socket)
  }

  #tryLater(): void {
    if (this.#isClosed) return
    this.#cancel = hostTimer.after(this.#spec.reconnect * MILLISECONDS, () => {
      // Only the first failure is told.
      this.#connect().then(
        socket => (this.#isClosed ? socket.destroy() : this.#take(socket)),
        () => this.#tryLater(),
      )
    })
  }

  #connect(): Promise<Socket> {
    const { address } = this.#spec
    if (address.kind === 'inherited') {
      return Promise.resolve(new Socket({ fd: address.fd, allowHalfOpen: true, readable: true, writable: true }))
    }
    return new Promise((done, fail) => {
      const socket = connect({ ...whereTo(address), allowHalfOpen: true }, () => {
        socket.off('error', fail)
        done(socket)
      })
      socket.once('error', fail)
    })
  }
}

function whereTo(address: Exclude<SocketAddress, { kind: 'inherited' }>): NetConnectOpts {
  if (address.kind === 'tcp') return { host: address.host === '' ? 'localhost' : address.host, port: address.port }
  return { path: address.kind === 'unix' ? address.path : abstractPath(address) }
}
