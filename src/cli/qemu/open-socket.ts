import { mkdtempSync, rmdirSync } from 'node:fs'
import { createServer, type ListenOptions, type Server, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SOCKET_PATH_LIMIT } from '../../channel/socket-path.js'
import { listenUnix, SocketPathError, type UnixListener } from '../../channel/unix-socket.js'
import { strerror } from '../../strerror.js'
import { takeOver, whyNotMade } from '../channel-path.js'
import type { Backend } from './backend.js'
import { boundPath, isSocket } from './bound-path.js'
import type { SocketBackend } from './chardev.js'
import { Connector } from './connector.js'
import { QemuError } from './error.js'
import type { OpenChardev } from './open-chardev.js'
import type { Report } from './report.js'
import { abstractPath, bracketed, type SocketAddress } from './socket-address.js'

/** Listens or connects; rejects with QemuError where that can't be. */
export function openSocket(backend: Backend, spec: SocketBackend, report: Report): Promise<OpenChardev> {
  const { address, isServer } = spec
  if (address.kind === 'inherited' && !isSocket(address.fd)) {
    throw new QemuError(`File descriptor '${address.fd}' is not a socket`)
  }
  if (!isServer) return connectOut(backend, spec, report)
  return address.kind === 'unix' ? listenOnPath(backend, address.path || freshPath()) : listenOn(backend, address)
}

/** One of which only query-chardev tells. */
function freshPath(): string {
  const path = mkdtempSync(join(tmpdir(), 'qemu-socket-'))
  rmdirSync(path)
  return path
}

async function listenOnPath(backend: Backend, path: string): Promise<OpenChardev> {
  const reason = whyNotMade(path)
  // The agent doesn't tell how long a path may be.
  const hint =
    Buffer.byteLength(path) > SOCKET_PATH_LIMIT ? `\nPath must be less than ${SOCKET_PATH_LIMIT + 1} bytes` : ''
  if (reason !== undefined) throw new QemuError(reason + hint)
  takeOver(path)
  const listener = await tryToListen(backend, path)
  return {
    backend,
    filename: () => `${disconnected(backend)}unix:${path},server=on`,
    close: () => listener.close(),
    unlinkNow: () => listener.unlinkNow(),
  }
}

async function tryToListen(backend: Backend, path: string): Promise<UnixListener> {
  try {
    return await listenUnix(backend, path)
  } catch (error) {
    if (error instanceof SocketPathError) throw new QemuError(error.message)
    throw error
  }
}

async function listenOn(backend: Backend, address: Exclude<SocketAddress, { kind: 'unix' }>): Promise<OpenChardev> {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, socket => backend.attach(socket))
  await bind(server, address)
  return {
    backend,
    filename: filenameOf(backend, server, address),
    close: async () => void server.close(),
    unlinkNow: () => {},
  }
}

/** Where a port is taken, those up to `to` are tried. */
async function bind(server: Server, address: Exclude<SocketAddress, { kind: 'unix' }>): Promise<void> {
  const most = address.kind === 'tcp' ? Math.max(address.to, address.port) : 0
  let port = address.kind === 'tcp' ? address.port : 0
  for (;;) {
    try {
      await listen(server, listenOptions(address, port))
      return
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'EADDRINUSE' || port >= most) throw new QemuError(whyNotBound(address, error))
      port++
    }
  }
}

function listenOptions(
  address: Exclude<SocketAddress, { kind: 'unix' }>,
  port: number,
): ListenOptions & { fd?: number } {
  if (address.kind === 'inherited') return { fd: address.fd }
  if (address.kind === 'abstract') return { path: abstractPath(address) }
  return { host: hostOf(address), port }
}

/** Who names no address means all; but nothing outside this host is to reach a guest that isn't there by accident. */
function hostOf({ host }: { readonly host: string }): string {
  return host === '' ? '127.0.0.1' : host
}

function whyNotBound(address: Exclude<SocketAddress, { kind: 'unix' }>, error: unknown): string {
  if (address.kind === 'inherited') return `Failed to listen on fd socket: ${strerror(error)}`
  if (address.kind === 'abstract') return `Failed to bind socket to ${address.name}: ${strerror(error)}`
  const { code } = error as NodeJS.ErrnoException
  const place = `${address.host}:${address.port}`
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `address resolution failed for ${place}: Name or service not known`
  }
  return `Failed to find an available port: ${strerror(error)}`
}

function listen(server: Server, where: ListenOptions): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail)
    server.listen(where, () => {
      server.off('error', fail)
      // Later errors are those of single connections that could not be accepted: the client sees its own.
      server.on('error', () => {})
      done()
    })
  })
}

function filenameOf(backend: Backend, server: Server, address: Exclude<SocketAddress, { kind: 'unix' }>): () => string {
  if (address.kind === 'inherited') {
    const path = boundPath(address.fd)
    return () => `${disconnected(backend)}unix:${path},server=on`
  }
  if (address.kind === 'abstract') {
    // QEMU forgets the name as soon as somebody is connected.
    const tight = address.isTight ? ',tight=on' : ''
    return () =>
      backend.client ? 'unix:,server=on' : `disconnected:unix:${address.name},abstract=on${tight},server=on`
  }
  const at = server.address()
  const place = typeof at === 'object' && at !== null ? `tcp:${bracketed(at.address)}:${at.port},server=on` : 'tcp:'
  return () => {
    const { client } = backend
    const peer = client instanceof Socket ? ` <-> ${bracketed(client.remoteAddress ?? '')}:${client.remotePort}` : ''
    return `${disconnected(backend)}${place}${peer}`
  }
}

function disconnected(backend: Backend): string {
  return backend.client === undefined ? 'disconnected:' : ''
}

async function connectOut(backend: Backend, spec: SocketBackend, report: Report): Promise<OpenChardev> {
  const connector = new Connector(backend, spec, report)
  await connector.begin()
  return {
    backend,
    filename: () => connector.filename(),
    close: async () => connector.close(),
    unlinkNow: () => {},
  }
}
