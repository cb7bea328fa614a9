/** Migrations over sockets: a unix socket or TCP between two processes, or within one. */
import { existsSync, type Stats, unlinkSync } from 'node:fs'
import { type AddressInfo, connect, createServer, isIP, type Server, type Socket } from 'node:net'
import { dirname } from 'node:path'
import { look, unlinkSame } from './channel/socket-file.js'
import { SOCKET_PATH_LIMIT } from './channel/socket-path.js'
import { EXPECTED, frame, header, LOADED, type MachineIdentity, MigrationReader, mismatch } from './migration-stream.js'
import type { MigrationAddress, SocketAddress } from './monitor/migration-address.js'
import type {
  ArrivalListener,
  Arrivals,
  Departure,
  DepartureListener,
  MigrationTransport,
} from './monitor/migration-transport.js'
import { QapiError } from './qapi/errors.js'
import { strerror } from './strerror.js'

export class MigrationSockets implements MigrationTransport {
  /** Made up when it is needed: few VMs migrate. */
  readonly #own: () => MachineIdentity

  constructor(own: () => MachineIdentity) {
    this.#own = own
  }

  connect(to: MigrationAddress, listener: DepartureListener): Departure {
    return new DepartureSocket(to, this.#own, listener)
  }

  check(at: MigrationAddress): void {
    if (at.type === 'unix') checkPath(at.path)
  }

  listen(at: MigrationAddress, listener: ArrivalListener): Arrivals {
    return at.type === 'unix'
      ? new UnixArrivals(at.path, this.#own, listener)
      : new TcpArrivals(at.host, at.port, this.#own, listener)
  }
}

class DepartureSocket implements Departure {
  readonly #to: MigrationAddress
  readonly #listener: DepartureListener
  readonly #socket: Socket
  #isConnected = false
  /** It has come to an end, which was told. */
  #isOver = false
  /** All of the guest. */
  #isSent = false
  #said = ''

  constructor(to: MigrationAddress, own: () => MachineIdentity, listener: DepartureListener) {
    this.#to = to
    this.#listener = listener
    // Never a longer one: the kernel would cut it.
    this.#socket = to.type === 'unix' ? connect(isTooLong(to.path) ? '\0' : to.path) : connect(to.port, to.host)
    this.#socket.on('connect', () => {
      this.#isConnected = true
      listener.connected()
      this.#socket.write(header())
      this.#socket.write(frame(own()))
    })
    this.#socket.on('data', chunk => this.#hear(chunk.toString('latin1')))
    this.#socket.on('end', () => this.#fail('Unable to write to socket: Broken pipe'))
    this.#socket.on('error', error => this.#fail(this.#words(error)))
    this.#socket.on('close', () => {
      this.#fail('Unable to write to socket: Broken pipe')
      listener.closed()
    })
  }

  send(state: unknown): void {
    this.#isSent = true
    this.#socket.write(frame(state))
  }

  abandon(): void {
    this.#isOver = true
    this.#socket.destroy()
  }

  #hear(text: string): void {
    if (this.#isOver) return
    this.#said += text
    // Nobody has a guest that wasn't sent.
    const all = this.#isSent ? EXPECTED + LOADED : EXPECTED
    if (!all.startsWith(this.#said)) this.#fail('mockvm: what listens there takes no guests')
    else if (this.#said === EXPECTED) this.#listener.expected()
    else if (this.#said === EXPECTED + LOADED) {
      this.#isOver = true
      this.#socket.end()
      this.#listener.loaded()
    }
  }

  #fail(error: string): void {
    if (this.#isOver) return
    this.abandon()
    this.#listener.failed(error)
  }

  #words(error: Error): string {
    if (this.#isConnected) return `Unable to write to socket: ${words(error)}`
    if (this.#to.type === 'unix') {
      const { path } = this.#to
      return isTooLong(path) ? tooLong(path) : `Failed to connect to '${path}': ${words(error)}`
    }
    return unresolved(error, this.#to) ?? `Failed to connect to '${this.#to.host}:${this.#to.port}': ${words(error)}`
  }
}

abstract class SocketArrivals implements Arrivals {
  protected readonly server: Server
  protected readonly listener: ArrivalListener
  readonly #own: () => MachineIdentity
  /** There is one guest to come. */
  #socket: Socket | undefined
  #isLoaded = false
  protected isClosed = false

  constructor(own: () => MachineIdentity, listener: ArrivalListener) {
    this.#own = own
    this.listener = listener
    this.server = createServer(socket => this.#accept(socket))
  }

  abstract get addresses(): readonly SocketAddress[]
  abstract unlinkNow(): void

  close(): void {
    if (this.isClosed) return
    this.isClosed = true
    this.server.close()
    if (!this.#isLoaded) this.#socket?.destroy()
  }

  #accept(socket: Socket): void {
    socket.on('error', () => {})
    if (this.#socket !== undefined) {
      socket.destroy()
      return
    }
    this.#socket = socket
    this.listener.began()
    const reader = new MigrationReader({
      identity: sent => {
        const why = mismatch(sent, this.#own())
        if (why === undefined) socket.write(EXPECTED)
        else this.#fail(why)
        return why === undefined
      },
      state: state =>
        this.listener.arrived(state, () => {
          this.#isLoaded = true
          socket.end(LOADED)
        }),
      failed: log => this.#fail(log),
    })
    const read = (run: () => void) => {
      if (!this.isClosed) run()
    }
    socket.on('data', chunk => read(() => reader.feed(chunk)))
    socket.on('end', () => read(() => reader.end()))
    socket.on('close', () => read(() => reader.end()))
  }

  #fail(log: readonly string[]): void {
    this.#socket?.destroy()
    this.listener.failed(log)
  }
}

class UnixArrivals extends SocketArrivals {
  readonly #path: string
  readonly #stats: Stats | undefined

  constructor(path: string, own: () => MachineIdentity, listener: ArrivalListener) {
    super(own, listener)
    this.#path = path
    checkPath(path)
    // QEMU takes a path over from whoever has it.
    if (look(path) !== undefined) unlinkSync(path)
    this.server.on('error', () => {})
    // Binds at once, and tells of failure later.
    this.server.listen(path)
    if (!this.server.listening) throw new QapiError(`Failed to bind socket to ${path}: Permission denied`)
    this.#stats = look(path)
  }

  get addresses(): readonly SocketAddress[] {
    return this.isClosed ? [] : [{ type: 'unix', path: this.#path }]
  }

  unlinkNow(): void {
    if (!this.isClosed) unlinkSame(this.#path, this.#stats)
  }
}

class TcpArrivals extends SocketArrivals {
  #addresses: readonly SocketAddress[]

  constructor(host: string, port: number, own: () => MachineIdentity, listener: ArrivalListener) {
    super(own, listener)
    // Names are looked up, and ports bound, a little later.
    this.#addresses = port !== 0 && isIP(host) !== 0 ? [inet(host, port)] : []
    this.server.on('listening', () => {
      const { address, port: bound } = this.server.address() as AddressInfo
      // Of any host: both families share the port.
      this.#addresses = address === '::' ? [inet('::', bound), inet('0.0.0.0', bound)] : [inet(address, bound)]
    })
    this.server.on('error', error => {
      if (this.isClosed) return
      this.isClosed = true
      const why = unresolved(error, { type: 'inet', host, port })
      listener.notBound(why ?? `Failed to find an available port: ${words(error)}`)
    })
    this.server.listen(port, host === '' ? undefined : host)
  }

  get addresses(): readonly SocketAddress[] {
    return this.isClosed ? [] : this.#addresses
  }

  unlinkNow(): void {}
}

function inet(host: string, port: number): SocketAddress {
  return { type: 'inet', host, port: String(port), ...(isIP(host) === 6 ? { ipv6: true } : { ipv4: true }) }
}

/** Whether one could listen there, as far as it shows. Of what is no socket the user may not be rid. Throws QapiError. */
function checkPath(path: string): void {
  if (isTooLong(path)) throw new QapiError(tooLong(path))
  const stats = look(path)
  if (stats?.isDirectory()) throw new QapiError(`Failed to unlink socket ${path}: Is a directory`)
  if (stats?.isSocket() === false) throw new QapiError(`mockvm: ${path} is no socket, and stays`)
  if (!existsSync(dirname(path))) throw new QapiError(`Failed to bind socket to ${path}: No such file or directory`)
}

function isTooLong(path: string): boolean {
  return Buffer.byteLength(path) > SOCKET_PATH_LIMIT
}

function tooLong(path: string): string {
  return `UNIX socket path '${path}' is too long`
}

/** Where it is the name that has no address. */
function unresolved(error: Error, { host, port }: Extract<MigrationAddress, { type: 'inet' }>): string | undefined {
  const { code } = error as NodeJS.ErrnoException
  const why = RESOLVER[code ?? '']
  return why && `address resolution failed for ${host}:${port}: ${why}`
}

/** gai_strerror(3) */
const RESOLVER: Readonly<Record<string, string>> = {
  ENOTFOUND: 'Name or service not known',
  EAI_AGAIN: 'Temporary failure in name resolution',
}

/** What connect(2) says of a file that is no socket is another error here. */
function words(error: Error): string {
  return (error as NodeJS.ErrnoException).code === 'ENOTSOCK' ? 'Connection refused' : strerror(error)
}
