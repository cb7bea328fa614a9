/** The API server of a Kubernetes cluster with KubeVirt. */
import type { Vm } from '../../vm.js'
import type { Fleet } from '../fleet.js'
import { checkKubevirtOptions, kubevirtSettings } from '../options.js'
import type { HttpService } from '../service.js'
import { Access } from './access/access.js'
import { ApiServer } from './api/api-server.js'
import { clusterOf } from './cluster.js'
import type { KubevirtMember, KubevirtOptions } from './options.js'

export type { KubevirtMember, KubevirtOptions } from './options.js'

/** Throws TypeError. */
export function kubevirtService(vms: Vm | Fleet<KubevirtMember>, options: KubevirtOptions = {}): HttpService {
  checkKubevirtOptions(options)
  const cluster = clusterOf(vms, options.version)
  const said = kubevirtSettings(cluster.vm)
  const server = new ApiServer({
    cluster,
    access: new Access(options.users ?? said.users),
    version: cluster.version,
  })
  return {
    paths: ROOTS.flatMap(root => [root, `${root}/*`]),
    respond: request => server.respond(request),
  }
}

const ROOTS = ['/api', '/apis', '/version', '/healthz', '/livez', '/readyz', '/openapi']
