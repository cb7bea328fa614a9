import type { QemuConfig } from './qemu-config.js'

/** So many devices without a name come before the hardware clock, on the PC and on the q35, beside the vCPUs and KVM's clock. */
const BEFORE_RTC = { pc: 8, q35: 7 }

/** Where the hardware clock is among the objects of QEMU. */
export function rtcPath({ machineType, kvm }: QemuConfig, vcpuCount: number): string {
  const before = machineType.includes('q35') ? BEFORE_RTC.q35 : BEFORE_RTC.pc
  return `/machine/unattached/device[${before + vcpuCount + (kvm ? 1 : 0)}]`
}
