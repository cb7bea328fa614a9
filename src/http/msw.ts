/** mockvm/msw: the HTTP interfaces through which host tools reach a guest agent, as request handlers of msw. */
import type { RequestHandler } from 'msw'
import type { Vm } from '../vm.js'
import type { Fleet } from './fleet.js'
import { type KubevirtMember, type KubevirtOptions, kubevirtService } from './kubevirt/service.js'
import { type ProxmoxMember, type ProxmoxOptions, proxmoxService } from './proxmox/service.js'
import { type HandlerOptions, serviceHandlers } from './service-handlers.js'

export type { Certificate } from './certificate.js'
export type { Fleet } from './fleet.js'
export type { KubevirtMember, KubevirtOptions } from './kubevirt/service.js'
export type { HttpExchange, ListenHttpOptions } from './listen-options.js'
export type { ProxmoxMember, ProxmoxOptions } from './proxmox/service.js'
export { type HttpServer, listenHttp } from './server.js'
export type { HandlerOptions } from './service-handlers.js'

/** Answers as the API of a Proxmox VE cluster that runs these VMs: /api2/json, /api2/extjs. Throws TypeError. */
export function proxmoxHandlers(
  vms: Vm | Fleet<ProxmoxMember>,
  options: ProxmoxOptions & HandlerOptions = {},
): RequestHandler[] {
  return serviceHandlers(proxmoxService(vms, withoutOrigin(options)), options.origin)
}

/** Answers as the API server of a Kubernetes cluster with KubeVirt that runs these VMs. Throws TypeError. */
export function kubevirtHandlers(
  vms: Vm | Fleet<KubevirtMember>,
  options: KubevirtOptions & HandlerOptions = {},
): RequestHandler[] {
  return serviceHandlers(kubevirtService(vms, withoutOrigin(options)), options.origin)
}

/** What the platform is told, which looks whether it is what it should be: here it may still be anything. */
function withoutOrigin<Options extends object>(options: Options & HandlerOptions): Options {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return options
  const { origin: _, ...others } = options
  return others as unknown as Options
}
