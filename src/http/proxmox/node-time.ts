/** The time of the nodes. */
import type { Vm } from '../../vm.js'

const SECOND = 1_000_000_000n

/** That of the VM's host: whole seconds since the epoch. */
export function hostTime({ guest: { clock } }: Vm): number {
  clock.sync()
  return Number(clock.hostTime() / SECOND)
}

/** As UPIDs and tickets have room for it: modulo 2 to the power of 32. */
export function stampTime(vm: Vm): number {
  return hostTime(vm) >>> 0
}

/** "6955B900" */
export function hex8(number: number): string {
  return number.toString(16).toUpperCase().padStart(8, '0')
}
