import { writeFileSync } from 'node:fs'
import type { HttpExchange, HttpServer } from '../../http/msw.js'
import { strerror } from '../../strerror.js'
import type { Vm } from '../../vm.js'
import { CommandFailure } from '../exit-status.js'
import type { HttpAddress } from './http-address.js'
import { PLATFORMS, type Platform } from './platforms.js'

export interface HttpOptions {
  readonly http?: HttpAddress
  readonly https?: HttpAddress
  /** Where the certificate is written to. */
  readonly certificate?: string
  /** All without it. */
  readonly platform?: readonly Platform[]
}

/** The platforms around a VM, over HTTP and HTTPS; both ports lead to the same. `onExchange`: is told of each request. */
export async function openHttp(
  vm: Vm,
  { http, https, certificate, platform = PLATFORMS }: HttpOptions,
  onExchange?: (exchange: HttpExchange) => void,
): Promise<HttpServer[]> {
  if (http === undefined && https === undefined) return []
  const { kubevirtHandlers, listenHttp, proxmoxHandlers } = await loadHttp()
  const makers = { proxmox: proxmoxHandlers, kubevirt: kubevirtHandlers }
  const handlers = platform.flatMap(it => makers[it](vm))
  const servers: HttpServer[] = []
  try {
    if (http !== undefined) servers.push(await listenHttp(handlers, { ...http, onExchange }))
    if (https !== undefined) {
      const server = await listenHttp(handlers, { ...https, tls: true, onExchange })
      servers.push(server)
      if (certificate !== undefined) writeCertificate(certificate, server.certificate ?? '')
    }
    return servers
  } catch (error) {
    await closeAll(servers)
    throw error
  }
}

export async function closeAll(servers: readonly HttpServer[]): Promise<void> {
  await Promise.all(servers.map(server => server.close()))
}

/** Whoever serves sockets alone needs no msw, and does not wait for it to load. */
async function loadHttp() {
  try {
    return await import('../../http/msw.js')
  } catch (error) {
    if (!isMissing(error, 'msw')) throw error
    throw new CommandFailure('--http and --https need msw, which is not installed: npm install msw')
  }
}

function isMissing(error: unknown, name: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException
  return code === 'ERR_MODULE_NOT_FOUND' && message.startsWith(`Cannot find package '${name}'`)
}

function writeCertificate(file: string, pem: string): void {
  try {
    writeFileSync(file, pem)
  } catch (error) {
    throw new CommandFailure(`cannot write the certificate to ${file}: ${strerror(error)}`)
  }
}
