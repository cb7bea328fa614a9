import { writeFileSync } from 'node:fs'
import type { HttpServer } from '../../http/msw.js'
import { strerror } from '../../strerror.js'
import type { Vm } from '../../vm.js'
import { CommandFailure } from '../exit-status.js'
import type { HttpAddress } from './http-address.js'

export interface HttpOptions {
  readonly http?: HttpAddress
  readonly https?: HttpAddress
  /** Where the certificate is written to. */
  readonly certificate?: string
}

/** The platforms around a VM, over HTTP and HTTPS; both ports lead to the same. */
export async function openHttp(vm: Vm, { http, https, certificate }: HttpOptions): Promise<HttpServer[]> {
  if (http === undefined && https === undefined) return []
  const { kubevirtHandlers, listenHttp, proxmoxHandlers } = await loadHttp()
  const handlers = [...proxmoxHandlers(vm), ...kubevirtHandlers(vm)]
  const servers: HttpServer[] = []
  try {
    if (http !== undefined) servers.push(await listenHttp(handlers, http))
    if (https !== undefined) {
      const server = await listenHttp(handlers, { ...https, tls: true })
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
