/** The API of a Proxmox VE cluster, as pveproxy serves it. */
import type { Vm } from '../../vm.js'
import type { Fleet } from '../fleet.js'
import { checkProxmoxOptions, checkProxmoxUsers, proxmoxSettings } from '../options.js'
import type { HttpService } from '../service.js'
import { Access } from './access/access.js'
import { answer, refusal } from './answer.js'
import { Cluster, type ProxmoxGuest, type ProxmoxMember } from './cluster.js'
import { died, PveError } from './error.js'
import { hostTime, stampTime } from './node-time.js'
import type { ProxmoxOptions } from './options.js'
import { perform } from './perform.js'
import { targetOf } from './target.js'

export type { ProxmoxMember } from './cluster.js'
export type { ProxmoxOptions } from './options.js'

/** Throws TypeError. */
export function proxmoxService(vms: Vm | Fleet<ProxmoxMember>, options: ProxmoxOptions = {}): HttpService {
  checkProxmoxOptions(options)
  const cluster = new Cluster(vms, options)
  const { vm } = [...cluster.guests.values()][0] as ProxmoxGuest
  const users = options.users ?? proxmoxSettings(vm).users
  checkProxmoxUsers(users, cluster.version)
  const access = new Access({ users, version: cluster.version, now: () => stampTime(vm) })
  return {
    paths: ['/api2/*'],
    async respond(request) {
      const target = targetOf(request.url)
      const format = target?.format === 'extjs' ? 'extjs' : 'json'
      try {
        const { data, total } = await perform({ cluster, access }, request, target)
        return answer(data, { format, time: hostTime(vm), total })
      } catch (error) {
        return refusal(error instanceof PveError ? error : mishap(error), { format, time: hostTime(vm) })
      }
    },
  }
}

/** Nothing that Proxmox VE would say: the VM is closed, or mockvm has a fault. */
function mishap(error: unknown): PveError {
  return died(`mockvm: ${error instanceof Error ? error.message : String(error)}`)
}
