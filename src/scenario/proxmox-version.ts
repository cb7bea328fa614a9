/** Of Proxmox VE; its calls are the ones that are simulated. */
export const PROXMOX_VERSION = '9.0.3'

/** 9 of "9.0.3": what privileges depend on. */
export function majorOf(version: string): number {
  return Number.parseInt(version, 10)
}
