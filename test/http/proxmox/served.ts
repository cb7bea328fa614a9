/** A service over a fresh VM, which is closed when the test has ended. */
import { onTestFinished } from 'vitest'
import { type ProxmoxOptions, proxmoxService } from '../../../src/http/proxmox/service.js'
import type { HttpService } from '../../../src/http/service.js'
import { createVm, type Vm, type VmOptions } from '../../../src/index.js'

export async function served(
  options: ProxmoxOptions = {},
  vmOptions: VmOptions = {},
): Promise<{ readonly vm: Vm; readonly service: HttpService }> {
  const vm = await createVm(vmOptions)
  onTestFinished(() => vm.close())
  return { vm, service: proxmoxService(vm, options) }
}
