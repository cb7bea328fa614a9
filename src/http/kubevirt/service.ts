/** The API server of a Kubernetes cluster with KubeVirt. */
import type { Vm } from '../../vm.js'
import type { Fleet } from '../fleet.js'
import type { HttpService } from '../service.js'
import type { KubevirtMember, KubevirtOptions } from './options.js'

export type { KubevirtMember, KubevirtOptions } from './options.js'

export function kubevirtService(_vms: Vm | Fleet<KubevirtMember>, _options: KubevirtOptions = {}): HttpService {
  throw new Error('not yet')
}
