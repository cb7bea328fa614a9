/** What can be asked of a VirtualMachineInstance below its name. */
import type { Vm } from '../../../vm.js'
import type { GuestAgent } from '../guest-agent/guest-agent.js'
import type { Release } from './release.js'

/** Of a VirtualMachineInstance what its subresources look at. */
export interface SubresourceGuest {
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly vm: Vm
  readonly agent: GuestAgent
  /** Of KubeVirt. */
  readonly release: Release
}

export interface Subresource {
  /** "guestosinfo". */
  readonly name: string
  readonly verb: 'get' | 'put'
  /**
   * `guest`: undefined where there is no such VirtualMachineInstance; `name`: as the path has it; `body`: as it came. Waits
   * on the guest's clock by itself. Never rejects but for a fault of our own.
   */
  run(guest: SubresourceGuest | undefined, name: string, body: string): Promise<Response>
}
