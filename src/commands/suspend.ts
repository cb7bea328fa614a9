import type { PowerState } from '../guest/changes.js'
import type { SuspendConfig } from '../guest/config.js'
import type { Guest } from '../guest/guest.js'
import { childFailed, suspendNotSupported } from './texts.js'

/** A hybrid suspend writes the image too, but what the guest does then is sleep in memory. */
const STATES: Readonly<Record<keyof SuspendConfig, PowerState>> = {
  disk: 'suspended-disk',
  ram: 'suspended-ram',
  hybrid: 'suspended-ram',
}

/** What pm-utils or /sys/power/state would do, as the scenario says. */
export function suspend(guest: Guest, mode: keyof SuspendConfig): void {
  const outcome = guest.config.suspend[mode]
  if (outcome === 'unsupported') throw suspendNotSupported()
  if (outcome === 'fails') throw childFailed('suspend')
  guest.power.request(STATES[mode])
}
