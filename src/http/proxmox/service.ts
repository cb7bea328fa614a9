/** The API of a Proxmox VE cluster, as pveproxy serves it. */
import type { Vm } from '../../vm.js'
import type { Fleet } from '../fleet.js'
import type { HttpService } from '../service.js'
import { answer, type Format, refusal } from './answer.js'
import { calls } from './calls.js'
import { Cluster, type ProxmoxMember } from './cluster.js'
import { PveError } from './error.js'
import type { ProxmoxOptions } from './options.js'
import { verify } from './parameters.js'
import { readParameters } from './read-request.js'
import { route } from './router.js'

export type { ProxmoxMember } from './cluster.js'
export type { ProxmoxOptions } from './options.js'

export function proxmoxService(vms: Vm | Fleet<ProxmoxMember>, _options: ProxmoxOptions = {}): HttpService {
  const cluster = new Cluster(vms)
  return {
    paths: ['/api2/*'],
    async respond(request) {
      const [, , format = '', ...rest] = new URL(request.url).pathname.split('/')
      const path = `/${rest.map(decodeURIComponent).join('/')}`
      try {
        return answer(format as Format, await run(cluster, request, path))
      } catch (error) {
        if (error instanceof PveError) return refusal(format as Format, error)
        throw error
      }
    },
  }
}

async function run(cluster: Cluster, request: Request, path: string) {
  const found = route(calls, request.method, path)
  if (found === undefined) throw new PveError(501, `Method '${request.method} ${path}' not implemented`)
  const { call, inPath } = found
  const values = verify(call.parameters, { ...(await readParameters(request)), ...inPath })
  return call.run({ cluster, auth: { user: 'root@pam', token: undefined } }, values)
}
