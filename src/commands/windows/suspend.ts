import type { CommandContext } from '../define.js'
import { suspendNotSupported } from './texts.js'

const STATES = { disk: 'suspended-disk', ram: 'suspended-ram' } as const

/** What it comes to shows later: a failure is nobody's. */
export function suspend({ guest, agent }: CommandContext, mode: keyof typeof STATES): void {
  const outcome = guest.config.suspend[mode]
  if (outcome === 'unsupported') throw suspendNotSupported(mode, agent.behaviour)
  if (outcome === 'ok') guest.power.request(STATES[mode])
}
