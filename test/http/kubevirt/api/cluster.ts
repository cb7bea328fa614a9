/** Clusters for tests: their VMs are closed after each. */
import { afterEach } from 'vitest'
import type { KubevirtOptions } from '../../../../src/http/kubevirt/options.js'
import { kubevirtService } from '../../../../src/http/kubevirt/service.js'
import { createVm, type Vm } from '../../../../src/index.js'

const vms: Vm[] = []

afterEach(async () => {
  for (const vm of vms.splice(0)) await vm.close()
})

export const ALL = '/apis/kubevirt.io/v1/virtualmachineinstances'

/** One VM, default/web. */
export async function one(options: KubevirtOptions = {}) {
  const vm = await created()
  return { vm, service: kubevirtService({ web: vm }, options) }
}

/** default/web, default/db and test/web, with a label each. */
export async function three(options: KubevirtOptions = {}) {
  const [web, db, other] = [await created(), await created(), await created()]
  const fleet = {
    web: { vm: web, labels: { app: 'web', tier: 'front' } },
    db: { vm: db, labels: { app: 'db' }, node: 'node02' },
    'test/web': { vm: other, labels: { app: 'web' } },
  }
  return { web, db, other, service: kubevirtService(fleet, options) }
}

async function created(): Promise<Vm> {
  const vm = await createVm({ scenario: 'minimal' })
  vms.push(vm)
  return vm
}
